/// The looks of `report.html`.
let reportStyle: StaticString = """
    .top,main{max-width:1360px;margin:0 auto;padding:0 24px}
    .top{padding-top:36px;padding-bottom:20px}
    h1{font-size:32px;line-height:1.2;font-weight:650;letter-spacing:-.015em;margin:2px 0}
    main{padding-bottom:64px}
    .bar{display:block;width:100%;height:10px;border-radius:5px;background:var(--soft)}
    .bar rect{fill:var(--tone)}
    .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(210px,1fr));gap:0 32px;margin:16px 0 28px}
    .card{padding:8px 0}
    .card h2{font-size:14px;font-weight:600;color:var(--tone);display:flex;align-items:center;gap:8px}
    .card h2::before{content:"";width:10px;height:10px;border-radius:3px;background:var(--tone)}
    .figure{font-size:34px;font-weight:650;line-height:1.25;letter-spacing:-.02em}
    .figure small{font-size:14px;font-weight:450;color:var(--quiet);margin-left:8px;letter-spacing:0}
    .card li{font-size:14px}
    .remark{background:var(--soft);border-radius:8px;padding:10px 14px;margin:0 0 8px;font-size:14px}
    .remarks,.often{margin-bottom:24px}
    .often h2{font-size:14px;font-weight:600;margin-bottom:8px}
    .often div{display:flex;flex-wrap:wrap;gap:8px}
    .often .chip{cursor:pointer}
    .often .chip b{font-weight:700}
    .chip:hover{filter:brightness(.96)}
    .tools{display:flex;flex-wrap:wrap;align-items:center;gap:12px;position:sticky;top:0;z-index:3;background:var(--paper);
    padding:12px 0;margin-top:4px}
    .find{flex:1 1 320px;max-width:480px}
    .find input{width:100%;height:38px;padding:0 12px;border:1px solid var(--line);border-radius:8px;background:var(--card)}
    .chips{display:flex;gap:6px;flex-wrap:wrap}
    .chips button{height:38px;padding:0 12px;border:1px solid var(--line);border-radius:8px;background:var(--card);
    cursor:pointer;font-size:14px;font-weight:550}
    .chips button[aria-pressed=true]{background:var(--tone,var(--ink));border-color:transparent;color:var(--card)}
    .count{margin-left:auto;color:var(--quiet);font-size:14px}
    .sheet{background:var(--card);border:1px solid var(--line);border-radius:12px;box-shadow:var(--shadow);overflow-x:auto}
    table{border-collapse:collapse;width:100%}
    #list{min-width:1080px;table-layout:fixed}
    #list th{text-align:left;font-size:13px;font-weight:600;border-bottom:1px solid var(--line);padding:0}
    #list th button{width:100%;border:0;background:none;padding:12px 14px;text-align:left;cursor:pointer;color:var(--quiet);
    font-weight:600;white-space:nowrap}
    #list th[aria-sort] button{color:var(--ink)}
    #list th[aria-sort=ascending] button::after{content:" \\2191"}
    #list th[aria-sort=descending] button::after{content:" \\2193"}
    .k-o{width:146px}.k-d{width:112px}.k-a{width:144px}.k-i{width:142px}.k-g{width:230px}.k-p{width:166px}
    #list th.k-a button,td.k-a{text-align:right}
    #rows td{padding:11px 14px;vertical-align:top;border-top:1px solid var(--line);overflow-wrap:anywhere}
    #rows tr:first-child td{border-top:0}
    #rows tr.row{cursor:pointer}
    #rows tr.row:hover td{background:color-mix(in srgb,var(--soft) 55%,transparent)}
    #rows tr.open td{background:var(--soft)}
    #rows tr.more td{border-top:0;padding:0 14px 18px;background:var(--soft);cursor:auto}
    .name{display:block;border:0;background:none;padding:0;text-align:left;cursor:pointer;font-weight:600;overflow-wrap:anywhere}
    .small{display:block;font-size:13px;color:var(--quiet)}
    td.k-a{font-weight:600;white-space:nowrap}
    td.k-a .small{font-weight:450}
    td.k-d{white-space:nowrap}
    .k-g .tag{margin:0 4px 4px 0;white-space:normal;overflow-wrap:anywhere}
    .detail{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:18px 36px;max-width:1240px}
    .detail h3{font-size:13px;font-weight:600;color:var(--quiet);margin:8px 0 4px}
    .detail li{padding:4px 0;display:grid;grid-template-columns:76px minmax(0,1fr);gap:10px;align-items:start}
    .detail li p small{color:var(--quiet);margin-left:6px;font-size:12px}
    .detail .tag{justify-self:start}.open .s-warning,.open .s-info,.detail .s-warning,.detail .s-info{background:var(--card)}
    .detail .plain{display:block}
    .detail details{grid-column:1/-1}
    .detail summary{cursor:pointer;font-weight:550}
    .checks{margin-top:8px;font-size:13px}
    .checks th,.checks td{padding:5px 10px 5px 0!important;border-top:1px solid var(--line)!important;background:none!important;
    font-weight:450;vertical-align:top;text-align:left}
    .checks th{color:var(--quiet);font-weight:600}
    .checks th.num,.checks td.num{text-align:right!important;padding-right:16px!important}
    .bad td{color:var(--failed)}
    .links{display:flex;gap:16px;margin-top:10px}
    .none{padding:36px;text-align:center;color:var(--quiet)}
    .ignored{margin-top:24px;color:var(--quiet);font-size:14px}
    .ignored summary{cursor:pointer}
    .ignored ul{columns:3 240px;margin-top:8px}
    @media (max-width:640px){.top,main{padding-left:16px;padding-right:16px}.count{margin-left:0}.detail{grid-template-columns:1fr}}
    @media print{.tools,.often,.links{display:none}.sheet{border:0;overflow:visible}#list{min-width:0;font-size:10px}
    #rows td{padding:4px 6px}tr{break-inside:avoid}thead{display:table-header-group}.k-g{width:150px}.k-p{width:110px}
    .k-o{width:90px}.k-a{width:100px}.k-d{width:76px}.k-i{width:96px}@page{size:A4 landscape;margin:12mm}}
    """
