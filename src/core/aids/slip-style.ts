/** What the slip adds to the look of the report: room to read at arm's length, and a line to write on. */
export const slipStyle = `
h1 { margin-bottom: 1mm; }
.for { color: #566173; overflow-wrap: anywhere; }
.values { display: grid; grid-template-columns: auto 1fr; gap: 2.5mm 8mm; align-items: baseline; }
.values > div { display: contents; }
.values dd { font-size: 12pt; font-weight: 550; }
.steps { padding-left: 6mm; }
.steps li { margin-bottom: 2.5mm; }
.write { margin-top: 9mm; break-inside: avoid; }
.line { display: flex; align-items: flex-end; gap: 4mm; height: 14mm; }
.line span { flex: 1; border-bottom: .4mm solid #1c2430; }
`;
