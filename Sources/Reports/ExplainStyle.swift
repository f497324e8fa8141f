/// The looks and the behaviour of an explain page.
let explainStyle: StaticString = """
    .top{padding:28px 28px 16px;max-width:1800px;margin:0 auto}
    h1{font-size:24px;line-height:1.25;font-weight:650;letter-spacing:-.01em;margin:2px 0 8px;overflow-wrap:anywhere}
    .sub{font-size:13px;margin-top:6px}
    main{padding:0 28px 64px;max-width:1800px;margin:0 auto}
    .two{display:grid;grid-template-columns:minmax(0,1.1fr) minmax(420px,1fr);gap:32px;align-items:start}
    .one{max-width:960px}
    .pages{position:sticky;top:0;max-height:100vh;overflow:auto;padding:8px 0}
    .sheet{margin:0 0 20px}
    .sheet svg{display:block;width:100%;height:auto;background:#fff;border:1px solid var(--line);border-radius:4px;box-shadow:var(--shadow)}
    .paper{fill:#fff}
    figcaption{font-size:13px;color:var(--quiet);padding:6px 2px}
    .problem,.bad{color:var(--failed)}
    .mark rect{fill:transparent;stroke-width:1.2;vector-effect:non-scaling-stroke;cursor:pointer}
    .mark.sure rect{stroke:#1a7f4b;fill:#1a7f4b1a}
    .mark.unsure rect{stroke:#c46a00;fill:#c46a0026}
    .mark.item rect{stroke:#2456c8;fill:#2456c80f;stroke-opacity:.55}
    .mark.finding rect,.mark.other rect{visibility:hidden}
    .mark.other rect{stroke:#666;stroke-dasharray:3 2}
    .mark.finding rect{stroke:#b3261e;fill:#b3261e26}
    .mark.on rect{visibility:visible;stroke-width:2.4;stroke-opacity:1;fill-opacity:1}
    .mark.on.sure rect{fill:#1a7f4b40}.mark.on.unsure rect{fill:#c46a0045}.mark.on.item rect{fill:#2456c833}
    section h2{font-size:15px;font-weight:650;margin:22px 0 8px}
    aside section:first-child h2{margin-top:8px}
    .values,.findings{background:var(--card);border:1px solid var(--line);border-radius:10px;box-shadow:var(--shadow)}
    .entry{cursor:pointer}
    li.entry{padding:9px 14px;border-top:1px solid var(--line)}
    li.entry:first-child{border-top:0}
    .entry:hover,.entry.on{background:var(--soft)}
    li.entry:first-child{border-radius:10px 10px 0 0}li.entry:last-child{border-radius:0 0 10px 10px}
    .findings .entry{display:grid;grid-template-columns:84px minmax(0,1fr);gap:8px;align-items:start}
    .findings .tag{justify-self:start}td b.bad{white-space:nowrap}td:nth-child(2){overflow-wrap:normal}
    .findings small{color:var(--quiet);margin-left:6px}
    .row{display:grid;grid-template-columns:minmax(110px,32%) minmax(0,1fr) 92px;gap:12px;align-items:baseline}
    .label{color:var(--quiet);font-size:14px}
    .value{font-weight:600;overflow-wrap:anywhere;white-space:pre-line}
    .trust{display:flex;gap:8px;align-items:center;font-size:13px;justify-content:flex-end}
    .trust svg{width:44px;height:6px;flex:none}
    .trust .all{fill:var(--line)}
    .sure .part{fill:var(--accepted)}.unsure .part{fill:var(--review)}.unsure{color:var(--review)}
    .why{font-size:13px;color:var(--quiet);margin-top:2px;overflow-wrap:anywhere}
    .facts{display:flex;flex-wrap:wrap;gap:0 14px}
    .why summary{cursor:pointer}
    .wide{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px;box-shadow:var(--shadow);margin-top:8px}
    table{border-collapse:collapse;width:100%;font-size:14px}
    th,td{padding:7px 12px;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
    thead th,details tr:first-child th{border-top:0;color:var(--quiet);font-weight:600;font-size:13px}
    td{overflow-wrap:anywhere;white-space:pre-line}
    .num{text-align:right;white-space:nowrap}
    td i{color:var(--review);font-style:normal;font-weight:700;margin-left:3px}
    details table{font-size:13px}details th,details td{padding:4px 10px 4px 0}
    .readings>li{margin-bottom:8px}
    @media (max-width:1000px){.two{grid-template-columns:minmax(0,1fr)}.pages{position:static;max-height:none}}
    @media print{.two{display:block}.pages{position:static;max-height:none;overflow:visible}.sheet{break-inside:avoid}details>*{display:revert}}
    """

/// Links a value and its boxes: hovering shows both, clicking keeps them and scrolls to the other.
let explainScript: StaticString = """
    "use strict";(()=>{
    const parts=new Map();let kept=null;
    document.querySelectorAll("[data-id]").forEach(e=>{const k=e.dataset.id;if(!parts.has(k))parts.set(k,[]);parts.get(k).push(e)});
    const show=(k,on)=>(parts.get(k)||[]).forEach(e=>e.classList.toggle("on",on));
    const keep=(k,from)=>{if(kept!==null)show(kept,false);kept=kept===k?null:k;if(kept===null)return;show(k,true);
    const to=(parts.get(k)||[]).find(e=>e.classList.contains("mark")!==from.classList.contains("mark")&&!e.classList.contains("other"));
    if(to)to.scrollIntoView({block:"center",behavior:matchMedia("(prefers-reduced-motion:reduce)").matches?"auto":"smooth"})};
    parts.forEach((list,k)=>list.forEach(e=>{
    e.addEventListener("mouseenter",()=>show(k,true));
    e.addEventListener("mouseleave",()=>{if(kept!==k)show(k,false)});
    e.addEventListener("click",v=>{if(!v.target.closest("summary,details table"))keep(k,e)});
    e.addEventListener("keydown",v=>{if(v.key==="Enter"&&v.target===e)keep(k,e)})}));
    })();
    """
