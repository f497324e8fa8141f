/// Colours and type of all pages; light and dark, and black on white in print.
let sharedStyle: StaticString = """
    :root{color-scheme:light dark;--paper:#f6f7f9;--card:#fff;--ink:#16202c;--quiet:#5f6b7a;--line:#e2e6eb;
    --soft:#eef1f5;--accent:#2456c8;--accepted:#1a7f4b;--accepted-soft:#e2f4ea;--review:#a85b00;--review-soft:#fdf0dc;
    --rejected:#5b4b8a;--rejected-soft:#edeaf7;--failed:#b3261e;--failed-soft:#fce8e6;--shadow:0 1px 2px #0f1a2a0d,0 4px 16px #0f1a2a0a}
    @media (prefers-color-scheme:dark){:root{--paper:#0f141a;--card:#171d25;--ink:#e6ebf1;--quiet:#94a1b1;--line:#28313c;
    --soft:#1f2731;--accent:#86adff;--accepted:#5fd39a;--accepted-soft:#143325;--review:#f2b35e;--review-soft:#3a2a11;
    --rejected:#b7a6ee;--rejected-soft:#2a2444;--failed:#ff8f87;--failed-soft:#411c1a;--shadow:none}}
    @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#bbb;--soft:#f3f3f3;--shadow:none}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;print-color-adjust:exact}
    body{margin:0;background:var(--paper);color:var(--ink);
    font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif;
    font-variant-numeric:tabular-nums lining-nums}
    h1,h2,h3,p,ul{margin:0}
    ul{padding:0;list-style:none}
    button,input{font:inherit;color:inherit}
    a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:3px}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
    .brand{font-weight:650;font-size:13px;letter-spacing:.02em;color:var(--accent)}
    .sub,.quiet{color:var(--quiet)}
    .num{text-align:right;white-space:nowrap}
    .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    .o-accepted{--tone:var(--accepted);--tint:var(--accepted-soft)}
    .o-review{--tone:var(--review);--tint:var(--review-soft)}
    .o-rejected{--tone:var(--rejected);--tint:var(--rejected-soft)}
    .o-failed{--tone:var(--failed);--tint:var(--failed-soft)}
    .s-info{--tone:var(--quiet);--tint:var(--soft)}
    .s-warning{--tone:var(--ink);--tint:var(--soft)}
    .s-review{--tone:var(--review);--tint:var(--review-soft)}
    .s-blocker{--tone:var(--failed);--tint:var(--failed-soft)}
    .tag,.chip{display:inline-flex;align-items:center;gap:6px;color:var(--tone,var(--ink));background:var(--tint,var(--soft));
    border:0;border-radius:6px;padding:2px 8px;font-size:13px;line-height:20px;font-weight:550;max-width:100%}
    .tag{white-space:nowrap}
    """
