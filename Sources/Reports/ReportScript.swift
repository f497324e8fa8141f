/// The behaviour of `report.html`: rows are made from the embedded records as they come into view. Texts enter the page
/// through `textContent` only, links only when they begin with one of the report's own two folders.
let reportScript: StaticString = """
    "use strict";(()=>{
    const all=JSON.parse(document.getElementById("data").textContent);
    const byId=id=>document.getElementById(id);
    const el=(tag,cls,text)=>{const e=document.createElement(tag);if(cls)e.className=cls;
    if(text!==undefined&&text!==null)e.textContent=text;return e};
    const outcomes=[["review","Needs review"],["rejected","Rejected"],["failed","Failed"],["accepted","Accepted"]];
    const rank={failed:0,review:1,rejected:2,accepted:3};
    all.forEach(r=>{r.z=[r.n,r.s,r.i,r.d,r.t,r.a,r.c,r.o,r.ol,r.w,r.p,r.m,r.e].concat(r.f.map(f=>f[2]+" "+f[3]+" "+f[4]))
    .filter(v=>v!==undefined&&v!==null).join("\\n").toLowerCase()});
    let picked=new Set(),sort={key:"o",up:true},shown=[],made=0;
    const rows=byId("rows"),find=byId("find"),count=byId("count");
    const link=(href,text)=>{const a=el("a","",text);if(/^(explain\\/|\\.\\/)[A-Za-z0-9._~%\\/-]+$/.test(href))a.setAttribute("href",href);return a};
    const small=t=>el("span","small",t);
    function cell(cls,...kids){const td=el("td",cls);kids.forEach(k=>{if(k!==null&&k!==undefined&&k!=="")td.append(k)});return td}
    function row(r){const tr=el("tr","row");
    tr.append(cell("k-o",el("span","tag o-"+r.o,r.ol)));
    const name=el("button","name",r.n);name.type="button";name.setAttribute("aria-expanded","false");
    tr.append(cell("k-n",name,small(r.k)));
    tr.append(cell("k-s",r.s||""));
    tr.append(cell("k-i",r.i||""));
    tr.append(cell("k-d",r.d||"",r.u?small("due "+r.u):null));
    tr.append(cell("k-a",r.t||"",r.c?small(r.c):null));
    const tags=[],seen=new Map();
    r.f.forEach(f=>{const k=f[0]+f[2];if(seen.has(k))seen.get(k)[1]++;else seen.set(k,[f,1])});
    [...seen.values()].slice(0,3).forEach(([f,n])=>{const t=el("span","tag s-"+f[0],f[4]+(n>1?" \\u00d7"+n:""));t.title=f[1]+": "+f[3];tags.push(t)});
    if(seen.size>3)tags.push(small("and "+(seen.size-3)+" more"));
    if(!tags.length&&r.o!=="accepted")tags.push(small(r.w));
    tr.append(cell("k-g",...tags));
    tr.append(cell("k-p",r.p||""));
    tr.addEventListener("click",e=>{if(e.target.closest("a")||String(getSelection()))return;toggle(tr,r,name)});
    return tr}
    function toggle(tr,r,name){const open=tr.classList.toggle("open");name.setAttribute("aria-expanded",String(open));
    if(open)tr.after(more(r));else if(tr.nextSibling&&tr.nextSibling.classList.contains("more"))tr.nextSibling.remove()}
    function more(r){const tr=el("tr","more"),td=el("td");td.colSpan=8;tr.append(td);
    const box=el("div","detail"),left=el("div"),right=el("div");td.append(box);box.append(left,right);
    left.append(el("h3","","Why"),el("p","",r.w));
    if(r.f.length){left.append(el("h3","","Findings"));const ul=el("ul");r.f.forEach(f=>{const li=el("li"),d=el("div");
    d.append(el("span","tag s-"+f[0],f[1]));const p=el("p","",f[3]);p.append(el("small","",f[2]));li.append(d,p);ul.append(li)});left.append(ul)}
    if(r.p){right.append(el("h3","","Approval"),el("p","",r.p))}
    if(r.pr.length){const ul=el("ul");r.pr.forEach(t=>ul.append(el("li","plain quiet",t)));right.append(ul)}
    if(r.m){right.append(el("h3","","Comparison with the order"),el("p","",r.m))}
    if(r.e){right.append(el("h3","","Ledger entry"),el("p","",r.e))}
    const links=el("p","links");if(r.x)links.append(link(r.x,"See it on the page"));if(r.j)links.append(link(r.j,"Result as JSON"));
    if(links.children.length)right.append(links);
    if(r.mc.length){const d=el("details"),s=el("summary","","The arithmetic of the comparison ("+r.mc.length+")");d.append(s);
    d.open=!r.mg;const t=el("table","checks"),h=el("tr");
    ["Compared","Invoiced","Expected","Difference","Tolerance","Calculation"].forEach((x,i)=>h.append(el("th",i>0&&i<5?"num":"",x)));t.append(h);
    r.mc.forEach(c=>{const l=el("tr",c[6]?"":"bad");c.slice(0,6).forEach((v,i)=>l.append(el("td",i>0&&i<5?"num":"",v)));t.append(l)});
    d.append(t);box.append(d)}
    return tr}
    function compare(a,b){const k=sort.key;let x=a[k],y=b[k];
    if(k==="o"){x=rank[x];y=rank[y];if(x===y)return a.n<b.n?-1:a.n>b.n?1:0}
    const xe=x===undefined||x===null||x==="",ye=y===undefined||y===null||y==="";
    if(xe||ye)return xe&&ye?0:xe?1:-1;
    if(k==="a"&&a.c!==b.c)return String(a.c)<String(b.c)?-1:1;
    const v=typeof x==="number"?x-y:String(x).localeCompare(String(y),undefined,{numeric:true});return sort.up?v:-v}
    function fill(until){const part=document.createDocumentFragment();for(;made<Math.min(until,shown.length);made++)part.append(row(shown[made]));rows.append(part)}
    function update(){const words=find.value.toLowerCase().split(/\\s+/).filter(Boolean);
    shown=all.filter(r=>(!picked.size||picked.has(r.o))&&words.every(w=>r.z.includes(w)));
    shown.sort(compare);if(sort.key==="o"&&!sort.up)shown.reverse();
    rows.textContent="";made=0;fill(80);byId("none").hidden=shown.length>0;
    count.textContent=shown.length===all.length?all.length+(all.length===1?" document":" documents"):shown.length+" of "+all.length;
    document.querySelectorAll("#list th").forEach(th=>{if(th.dataset.key===sort.key)th.setAttribute("aria-sort",sort.up?"ascending":"descending");else th.removeAttribute("aria-sort")})}
    outcomes.forEach(([code,name])=>{const n=all.filter(r=>r.o===code).length;if(!n)return;
    const b=el("button","o-"+code,name+" "+n);b.type="button";b.setAttribute("aria-pressed","false");
    b.addEventListener("click",()=>{if(picked.has(code))picked.delete(code);else picked.add(code);b.setAttribute("aria-pressed",String(picked.has(code)));update()});byId("chips").append(b)});
    document.querySelectorAll("#list th button").forEach(b=>b.addEventListener("click",()=>{const k=b.parentNode.dataset.key;
    sort=sort.key===k?{key:k,up:!sort.up}:{key:k,up:k!=="a"&&k!=="g"};update()}));
    document.querySelectorAll("[data-search]").forEach(b=>b.addEventListener("click",()=>{find.value=b.dataset.search;update();find.focus()}));
    let waiting=0;find.addEventListener("input",()=>{clearTimeout(waiting);waiting=setTimeout(update,80)});
    addEventListener("scroll",()=>{if(made<shown.length&&rows.getBoundingClientRect().bottom<innerHeight*2)fill(made+80)},{passive:true});
    addEventListener("beforeprint",()=>fill(shown.length));
    update();
    })();
    """
