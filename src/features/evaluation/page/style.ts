/** The style of the pages. All controls are at least 44 points high, and nothing is shown by colour alone. */
export const STYLE = [
  ':root{color-scheme:light dark;--ink:#1b2430;--soft:#56606d;--paper:#fbfaf7;--card:#fff;--line:#c9ccd1;--edge:#757c86;' +
    '--deep:#1d4f91;--on-deep:#fff;--warn:#fff4dc;--warn-edge:#a86a00}',
  '@media(prefers-color-scheme:dark){:root{--ink:#e9ebee;--soft:#aab2bd;--paper:#14181d;--card:#1d232a;--line:#3b434d;' +
    '--edge:#8b94a0;--deep:#8db8f2;--on-deep:#0f1a29;--warn:#33290f;--warn-edge:#e0a83c}}',
  '*{box-sizing:border-box}[hidden]{display:none!important}',
  'html{background:var(--paper)}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}',
  'header,main{max-width:40rem;margin:0 auto;padding:0 1rem}main{padding-bottom:4rem}',
  'header{display:flex;justify-content:space-between;align-items:center;min-height:3.5rem;color:var(--soft);font-size:.95rem}',
  'header a{display:inline-flex;align-items:center;min-height:2.75rem}a{color:var(--deep)}',
  'h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0 .25rem;text-wrap:balance}h2{font-size:1.25rem;line-height:1.3;margin:1.75rem 0 .5rem}',
  'h3{font-size:1.1rem;margin:2rem 0 .5rem}.about{color:var(--soft);margin:0}ul{padding-left:1.2rem}li{margin:.4rem 0}',
  'h2:focus,.problem:focus{outline:none}',
  ':focus-visible,.step input:focus-visible+span{outline:3px solid var(--deep);outline-offset:2px}',
  'fieldset{border:0;margin:0 0 1.5rem;padding:0;min-width:0}legend{padding:0 0 .5rem;font-weight:600}',
  '.steps{display:grid;grid-template-columns:repeat(5,minmax(2.25rem,1fr)) minmax(3rem,1.2fr);gap:.375rem;max-width:30rem}',
  '.step{position:relative;display:block;cursor:pointer}.step.na{margin-left:.375rem}',
  '.step input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}',
  '.step.na{font-size:.95rem}.step span:not(.aloud){display:flex;align-items:center;justify-content:center;min-height:2.75rem;border:1px solid var(--edge);border-radius:.5rem;' +
    'background:var(--card);font-variant-numeric:tabular-nums}.step abbr{text-decoration:none}',
  '.step input:checked+span{background:var(--deep);border-color:var(--deep);color:var(--on-deep);font-weight:700;box-shadow:inset 0 0 0 2px var(--card)}',
  '.low,.high{color:var(--soft);font-size:.85rem;line-height:1.2}.low{grid-column:1/4}.high{grid-column:4/6;text-align:right}',
  '.text{margin:0 0 1.25rem}.text label{display:block;font-weight:600;margin-bottom:.35rem}',
  'textarea{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:.5rem;padding:.6rem .7rem;resize:vertical}',
  '.count{display:block;text-align:right;color:var(--soft);font-size:.85rem;font-variant-numeric:tabular-nums}',
  '.careful{border-left:4px solid var(--warn-edge);background:var(--warn);padding:.6rem .8rem;border-radius:0 .5rem .5rem 0}',
  '.problem{border:1px solid var(--warn-edge);border-left-width:6px;background:var(--warn);border-radius:.5rem;padding:.2rem 1rem;margin:1.25rem 0}',
  // Shown late, for browsers that run no script: where scripts run, the script has hidden it by then.
  '#without{animation:late 0s 1.5s backwards}@keyframes late{from{visibility:hidden}}',
  '.problem p{margin:.6rem 0}.ways{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.25rem 0}',
  'button{font:inherit;font-weight:600;min-height:3rem;padding:.5rem 1.25rem;border-radius:.6rem;border:1px solid var(--deep);' +
    'background:var(--card);color:var(--deep);cursor:pointer}button.first{background:var(--deep);color:var(--on-deep)}',
  '[aria-busy=true] button{opacity:.6;cursor:progress}summary{padding:.6rem 0;cursor:pointer;color:var(--deep)}',
  'code{overflow-wrap:anywhere;font-size:.9em}#check-number{display:block;max-width:18ch;font-size:1.25rem;line-height:1.7}.whole{color:var(--soft);font-size:.85rem}pre{white-space:pre-wrap}',
  'table{border-collapse:collapse;font-size:.95rem;width:100%}td,th{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line)}',
  '.aloud{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}',
  '@media(max-width:30rem){.ways button{flex:1 1 100%}}',
].join('\n');
