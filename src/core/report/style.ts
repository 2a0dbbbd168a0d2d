/** The look of the printed report: light, quiet, and readable without colour. */
export const reportStyle = `
@page { size: A4; margin: 18mm 16mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; margin: 0; }
body { background: #fff; color: #1c2430; font: 10.5pt/1.5 Inter, system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
main { max-width: 178mm; margin: 0 auto; padding: 10mm 0; }
.brand { color: #0f6b5c; font-weight: 650; letter-spacing: .02em; }
h1 { font-size: 19pt; font-weight: 650; line-height: 1.25; letter-spacing: -.01em; margin-top: 1mm; overflow-wrap: anywhere; }
h2 { font-size: 12pt; font-weight: 650; margin: 8mm 0 2.5mm; }
h3 { font-size: 11pt; font-weight: 650; overflow-wrap: anywhere; }
.headline { margin-top: 4mm; padding: 3.5mm 4.5mm; border-left: 1.2mm solid #0f6b5c; border-radius: 1.5mm;
  background: #eef6f4; font-size: 12pt; font-weight: 550; }
.headline.open { border-color: #9a6200; background: #fcf5e8; }
.headline.stopped { border-color: #a6313a; background: #fbeff0; }
.facts { display: grid; grid-template-columns: 1fr 1fr; gap: 2mm 8mm; margin-top: 6mm; }
dt { color: #566173; font-size: 9pt; }
dd { overflow-wrap: anywhere; }
.counts { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 2mm; }
.counts li { border: .3mm solid #d5dbe3; border-radius: 4mm; padding: .8mm 3.5mm; }
article { border: .3mm solid #d5dbe3; border-radius: 2.5mm; padding: 4mm 4.5mm; margin-bottom: 3.5mm; break-inside: avoid; }
.head { display: flex; justify-content: space-between; gap: 4mm; align-items: baseline; }
.grade { flex: none; border: .3mm solid currentColor; border-radius: 4mm; padding: .3mm 3mm; font-size: 9pt; font-weight: 550; color: #566173; }
.grade.device-seen, .grade.stored { color: #0f6b5c; }
.grade.settings-proved, .grade.waiting { color: #8a5800; }
.grade.old-password { color: #a6313a; }
.kind { color: #566173; font-size: 9pt; overflow-wrap: anywhere; }
.evidence { margin-top: 1.5mm; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 3mm 8mm; margin-top: 3mm; padding-top: 3mm; border-top: .3mm solid #e7ebf0; }
.small { color: #566173; font-size: 8pt; line-height: 1.4; margin-top: 1mm; overflow-wrap: anywhere; }
footer { margin-top: 8mm; padding-top: 3mm; border-top: .3mm solid #d5dbe3; color: #566173; font-size: 9pt; }
@media screen and (max-width: 640px) { main { padding: 6mm; } .facts, .sides { grid-template-columns: 1fr; } }
`;
