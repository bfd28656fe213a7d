"""Layout families: `build` is what the readers are made with; `practice`, `practice2` to `practice8` were drawn by
independent examiners and looked at after the readers had been measured on them; `score` is the latest examiner's,
measured on and not looked at.

Conventions of truth, the same for all (they add to docs/architecture.md, "The interchange shape")
===================================================================================================

Everything
    One item per printed value. Blank cells and placeholders (`-`, `--`, `―`, `/`, `検査中`, `未着`) are no
    items; a statement in the place of a result (`測定不能`, `再検`, `陰性`, `(-)`, `1+`, `<0.1`, `0.1未満`) is
    a value as printed. Comments, reference tables, legends, addresses, order numbers are no items.
    Name: the row's label as printed, without bullets, numbering, item codes, the unit (`WBC (10³/µL)` is `WBC`
    with that unit) or a trailing colon. A Japanese name and an abbreviation in *one* cell is one name, as printed
    (`白血球数 (WBC)`); in two columns the left one is the name. Section headings are not part of a name, unless
    the same row name stands in several blocks of a page: then `row heading` (`pH 体温補正値`,
    `リード抵抗 RV`).
    Columns: the column of the measured value (結果, 測定値, 実測値, 今回, Result, Actual, Measured, Best ...)
    adds nothing: `VC`. Any other column of values is `row column`, the heading as printed without its unit
    (`VC 予測値`, `VC %予測`, `WBC 前回値`). Nested headings go from outer to inner: `FVC 吸入後` for
    the measured column of the group 吸入後, `FVC 吸入後 %予測` for another. Reference, unit, method, material
    and flag columns are no values. A column headed by a date is the row's name again with that `effective`.
    Unit: as printed at the value, in the unit column, in the row's label or in the column's heading.
    Reference range: as printed for this person (of a male / female pair of columns or `M 13-17 F 12-15`, the
    one of the printed sex; without a printed sex the text as printed, and of two columns that differ none),
    without surrounding brackets.
    Flag: H, 高, ↑, ▲, HH -> H; L, 低, ↓, ▼, LL -> L; `*`, `!`, `異` -> A; S, I, R as printed; colour alone is
    no mark. A mark in the value's own cell (`H 12.1`, `12.1↑`) is the flag, not part of the value.
    Effective: collection (採取, 採血, 検査, 測定, 記録 time), before receipt, before report; of a discharge summary
    the discharge. Dates without year take the year of the page's other dates.
    The box is around the value's ink (for a value with its unit in one run: around the number as well as can be; for
    a statement of many lines: around all of them).
    `patient`: as printed; what is not on the page is null (`Truth.absent`).
Blood pressure
    One item with the row's label (`血圧`, `BP`), value `128/76`. A reader may split it in order: `血圧 収縮期`,
    `血圧 拡張期` (English: `BP systolic`, `BP diastolic`). Other composites likewise stay whole: `23×18×15` mm,
    `10/8` (food: staple/side).
Implantable devices
    Leads are columns or blocks: `リード抵抗 RA`, `R波高値 RV`. `0.75 V @ 0.4 ms` is two items:
    `閾値 RA` 0.75 V and `閾値 RA パルス幅` 0.4 ms (English: `Threshold RA pulse width`). Programmed
    settings printed as label and value (`モード` `DDDR`, `下限レート` 60 bpm) are items; device model, serial
    number, implant date and lead models are not. Trends by date: the row's name with `effective`.
Spirometry
    As columns, above. Trials: `FVC #1`. Automatic or medical judgement (`判定`) is an item, one a statement.
Blood gas
    Rows with a name of their own keep it (`pH(T)`); twins in a column or block take its heading
    without the temperature: `pH 体温補正値`. Settings printed as label and value (`体温` 38.2 ℃, `FiO2` 21 %)
    are items.
ECG, echocardiography
    Measurements as rows. Interpretations (所見, 診断, 自動解析, 結論, Interpretation, Conclusion ...): one item
    a printed statement, named by the heading that stands over them. Valve tables are `row column`
    (`僧帽弁 逆流` `mild`). `QT/QTc` `380/410` stays whole, as printed.
Microbiology
    An organism is an item: its value the amount (`3+`, `少量`, `10^5` CFU/mL); with no amount printed, the item is
    named by the label (`検出菌`) and its value is the organism. `培養` `陰性` likewise. Smear rows are items
    (`グラム陽性球菌` `1+`, `Geckler分類` `5`); so is a labelled statement (`塗抹` `菌を認めず`).
    Susceptibility: `organism drug`, the unit that of the column or else of the table's title
    (`薬剤感受性（MIC μg/mL）`), the value MIC as printed (`<=0.5`, `≧32`), the flag S/I/R; the drug alone where
    one organism is on the page. With no MIC the value is the letter itself (and the flag too). The organism's name
    is as in the list of organisms, also where the table's columns are only headed ① ②.
Vitals
    One item a cell, named by the row (or column) of the parameter, `effective` from date and time of the other.
    Nursing notes are no items; a curve is no item.
Narratives
    One item a sentence or numbered entry under a heading that concludes (`診断`, `病理診断`, `結論`, `Impression`,
    `主病名`, `内視鏡診断` ...), named by that heading, without number and without the final `。` or `.`; lines of one
    sentence are joined (a space between Latin words). Negated and suspected ones as printed. Prose findings, history,
    course and requests are no items. Labelled values anywhere are: `腫瘍径` `23` mm, `深達度` `pT2`,
    `Gleason score` `3+4=7`, `TNM` `T2N0M0`, `Stage` `IIA`.
Radiograph, other
    No items.
"""
