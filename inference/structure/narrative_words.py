"""Words of narrative reports: titles, headings, and which headings conclude. Hand-made lists."""

from __future__ import annotations

from inference.readable import fold, listed

TITLES = listed("""
病理組織診断報告書 病理診断報告書 病理検査報告書 病理組織検査報告書 病理組織検査 病理報告書 病理診断書
病理診断 病理組織診断 細胞診報告書 細胞診検査報告書 細胞診断報告書 細胞診 術中迅速診断報告書
内視鏡検査報告書 内視鏡検査 内視鏡検査レポート 内視鏡報告書 内視鏡レポート 内視鏡所見用紙
上部消化管内視鏡検査報告書 上部消化管内視鏡検査 上部消化管内視鏡 下部消化管内視鏡検査報告書
下部消化管内視鏡検査 下部消化管内視鏡 大腸内視鏡検査 大腸内視鏡 胃内視鏡検査 胃カメラ検査 気管支鏡検査報告書
気管支鏡検査 気管支内視鏡検査 膀胱鏡検査 ercp検査報告書 超音波内視鏡検査報告書 画像診断報告書
画像診断レポート 画像診断 画像検査報告書 放射線診断報告書 放射線科読影報告書 放射線読影報告書
放射線検査報告書 読影報告書 読影レポート 読影所見 読影結果報告書 遠隔読影報告書 ct検査報告書 ct検査 ct報告書
ct読影報告書 mri検査報告書 mri検査 mri報告書 mri読影報告書 x線検査報告書 単純x線検査報告書 単純x線写真読影
胸部x線検査 胸部x線写真 x線読影 核医学検査報告書 核医学検査 pet-ct検査報告書 pet-ct検査 pet検査報告書
骨シンチグラフィ 骨シンチグラフィー 骨密度検査報告書 マンモグラフィ報告書 マンモグラフィ検査 マンモグラフィ
腹部超音波検査報告書 腹部超音波検査 腹部エコー検査 腹部エコー 頸動脈超音波検査報告書 頸動脈超音波検査
頸動脈エコー 甲状腺超音波検査報告書 甲状腺超音波検査 甲状腺エコー 乳腺超音波検査報告書 乳腺超音波検査
乳腺エコー 下肢静脈超音波検査 超音波検査報告書 超音波検査レポート 超音波報告書 超音波診断報告書 エコー検査報告書
検査所見報告書 画像診断検査報告書 病理検査所見 退院時サマリー 退院時サマリ 退院サマリー 退院サマリ 退院時要約 退院要約
入院サマリー 入院時サマリー 入院診療要約 診療要約 診療サマリー 看護サマリー 看護要約 転院サマリー
転科サマリー 中間サマリー 外来サマリー 手術記録 手術記事 手術所見 手術報告書 手術記録用紙 麻酔記録
診療情報提供書 紹介状 返書 返信書 ご報告書 経過報告書 受診報告書 他科依頼 コンサルテーション 対診 診断書
死亡診断書 意見書 主治医意見書 カンファレンス記録 キャンサーボード がん登録 診療録 診察記録 経過記録
剖検報告書 病理解剖報告書 がんゲノム レジメン報告書 心臓カテーテル検査報告書 心臓カテーテル検査
冠動脈造影検査報告書 冠動脈造影検査 血管造影検査報告書 脳波検査報告書 surgicalpathologyreport
pathologyreport histopathologyreport surgicalpathology finalpathologydiagnosis cytologyreport
cytopathologyreport endoscopyreport colonoscopyreport gastroscopyreport uppergiendoscopyreport
uppergiendoscopy uppergastrointestinalendoscopy esophagogastroduodenoscopy egdreport colonoscopy
bronchoscopyreport radiologyreport diagnosticimagingreport imagingreport ctreport mrireport ctscanreport
x-rayreport xrayreport ultrasoundreport mammographyreport pet/ctreport nuclearmedicinereport
dischargesummary referralletter letterofreferral operativereport operativenote operationrecord
procedurereport procedurenote consultationreport consultationnote clinicalsummary transfersummary
medicalcertificate historyandphysical progressnote
""")

CONCLUDING = listed("""
診断 診断名 病名 主病名 主診断 主診断名 副病名 副傷病名 併存症 併存病名 併存疾患 合併症 続発症 確定診断
最終診断 退院時診断 退院時診断名 退院時病名 退院時主病名 退院病名 入院時診断 入院時病名 入院病名 傷病名
傷病名(疾患名) 紹介病名 術前診断 術後診断 術前診断名 術後診断名 術中診断 手術診断 臨床的診断 病理診断
病理診断名 病理組織診断 病理組織学的診断 病理組織診断名 組織診断 組織学的診断 組織型診断 診断結果 細胞診断
細胞診判定 細胞診結果 推定診断 判定 総合判定 内視鏡診断 内視鏡的診断 内視鏡診断名 画像診断 画像診断名
超音波診断 エコー診断 読影診断 放射線診断 放射線科診断 画像所見まとめ 結論 結語 まとめ 総括 総合所見
総合評価 総合診断 印象 インプレッション 診断・結論 結論・診断 診断のまとめ 所見のまとめ 要約 総合コメント
最終評価 評価 アセスメント 鑑別診断 コメント・診断 診断(impression) 診断(印象) 読影結論 impression
impressions conclusion conclusions diagnosis diagnoses finaldiagnosis finaldiagnoses pathologicdiagnosis
pathologicaldiagnosis pathologydiagnosis histologicdiagnosis histopathologicaldiagnosis
histopathologicdiagnosis histologicaldiagnosis cytologicdiagnosis cytologicaldiagnosis endoscopicdiagnosis
endoscopicdiagnoses endoscopicimpression radiologicaldiagnosis imagingdiagnosis preoperativediagnosis
postoperativediagnosis pre-operativediagnosis post-operativediagnosis principaldiagnosis primarydiagnosis
secondarydiagnosis secondarydiagnoses dischargediagnosis dischargediagnoses admissiondiagnosis
admittingdiagnosis principaldischargediagnosis workingdiagnosis differentialdiagnosis assessment summary
overallimpression overallassessment interpretation opinion comorbidities complications otherdiagnoses
""")

PLAIN = listed("""
所見 検査所見 画像所見 読影所見 内視鏡所見 内視鏡検査所見 超音波所見 肉眼所見 肉眼的所見 組織所見
組織学的所見 病理所見 病理組織所見 顕微鏡所見 顕微鏡的所見 鏡検所見 免疫染色 免疫組織化学 免疫染色所見
免疫組織化学染色 手術所見 術中所見 身体所見 入院時所見 入院時現症 現症 初診時所見 検査データ 主な検査所見
入院時検査所見 理学所見 細胞所見 ct所見 mri所見 x線所見 食道 胃 十二指腸 回腸末端 盲腸 上行結腸 横行結腸
下行結腸 s状結腸 直腸 臨床情報 臨床経過 臨床所見 臨床診断 臨床診断名 検査目的 依頼目的 目的 紹介目的
依頼内容 依頼事項 検査部位 撮影部位 部位 撮影条件 撮影方法 造影 造影剤 使用造影剤 検査方法 検査手技 手技
前処置 前投薬 使用機種 使用スコープ スコープ 機種 鎮静 鎮静剤 麻酔 麻酔方法 麻酔法 術式 手術名 予定術式 実施術式
術者 執刀医 助手 第一助手 麻酔医 麻酔科医 体位 出血量 手術時間 麻酔時間 輸血 輸液 尿量 手術経過 手術内容
手順 標本 摘出標本 切除標本 提出標本 提出材料 検体 材料 採取部位 採取方法 組織 組織型 主訴 現病歴 既往歴
家族歴 生活歴 社会歴 職業歴 喫煙歴 飲酒歴 アレルギー アレルギー歴 入院経過 入院後経過 治療経過 経過
経過及び検査結果 病状経過 病状 症状 症状経過 症状経過及び検査結果 治療経過及び現在の処方 治療 治療内容
治療方針 現在の処方 処方 処方内容 退院時処方 退院処方 持参薬 内服薬 退院時状況 退院時所見 退院時の状態 転帰
退院後方針 退院後の方針 今後の方針 方針 今後の予定 予後 備考 特記事項 連絡事項 診断医 読影医 報告医 病理医
病理診断医 主治医 担当医 記載医 依頼医 依頼科 内視鏡医 検査医 検査者 施行医 術者名 前回との比較 前回比較
比較 比較検査 過去画像 コメント 付記 補足 追記 推奨 提案 処置 処置内容 生検 生検部位 生検個数 合併症の有無
偶発症 入院日 退院日 入院期間 手術日 検査日 検査種別 検査種類 検査名 モダリティ 読影日 診断日 受付日 報告日
指導内容 食事 安静度 紹介元 紹介先 肝臓 胆嚢 胆管 膵臓 脾臓 腎臓 右腎 左腎 膀胱 前立腺 子宮 卵巣 肺野 縦隔
心陰影 胸膜 骨 軟部組織 甲状腺 リンパ節 大動脈 腹水 副腎 findings finding grossdescription
macroscopicdescription grossexamination gross microscopicdescription microscopicexamination microscopic
macroscopic specimen specimens specimenssubmitted specimen(s)submitted sourceofspecimen specimensource
clinicalhistory clinicalinformation history historyofpresentillness indication indications reasonforexam
reasonforexamination reasonforstudy reasonforreferral clinicalindication technique procedure procedures
procedureperformed proceduresperformed procedureinformation comparison comparisons contrast comment comments
note notes recommendation recommendations addendum chiefcomplaint presentingcomplaint presentillness
pastmedicalhistory pasthistory familyhistory socialhistory medications allergies hospitalcourse
briefhospitalcourse physicalexamination physicalexam conditionatdischarge conditionondischarge
dischargecondition dischargemedications dischargeplan disposition followup follow-up followupinstructions
plan surgeon assistant anesthesia anaesthesia anesthesiologist estimatedbloodloss bloodloss drains implants
descriptionofprocedure operativefindings sedation scope instrument preparation bowelpreparation extentofexam
complications immunohistochemistry specialstains ancillarystudies electronicallysigned signedby
electronicallysignedby pathologist radiologist endoscopist reportedby dictatedby attending
attendingphysician admissiondate dischargedate dateofadmission dateofdischarge dateofprocedure dateofsurgery
lungs heart mediastinum pleura bones liver gallbladder pancreas spleen kidneys bowel esophagus stomach
duodenum cecum ascendingcolon transversecolon descendingcolon sigmoidcolon rectum terminalileum
""")

CONCLUDING_KEYS = frozenset(map(fold, CONCLUDING))
PLAIN_KEYS = frozenset(map(fold, PLAIN)) - CONCLUDING_KEYS
VOCABULARY = tuple(dict.fromkeys((*CONCLUDING, *PLAIN)))
