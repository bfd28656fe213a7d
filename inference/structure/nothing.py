"""Documents without results: forms, invoices, appointments. Their words keep them from being read as reports."""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import PageWords, listed
from mappers.model import Item

TITLES = listed("""
同意書 説明書 説明と同意 説明同意書 承諾書 誓約書 委任状 申込書 申請書 請求書 領収書 領収証 診療費明細書
診療明細書 明細書 予約票 予約表 診察予約 検査予約票 予約のご案内 ご案内 のご案内 お知らせ 入院のしおり
入院案内 問診票 問診表 質問票 確認票 安全確認票 確認書 確認シート 申告書 届出書 登録票 記入票 説明文書
アンケート 調査票 チェックリスト 処方箋 処方せん 院外処方箋 お薬手帳
薬剤情報提供書 お薬の説明書 服薬指導 注射箋 食事箋 献立表 保険証 被保険者証 限度額適用認定証 健康保険 連絡票
送付状 fax送信票 fax送付状 受付票 受診票 診察券 面会票 パンフレット 誓約 契約書 検査説明書 検査の説明
検査を受けられる方へ を受けられる方へ 検査依頼書 検査依頼票 依頼書 依頼票 伝票 指示書 指示票 クリニカルパス
入院診療計画書 診療計画書 看護計画書 リハビリテーション計画書 実施計画書 目次 座席表 勤務表 当直表 日程表
consent consentform informedconsent invoice receipt statementofaccount billingstatement bill appointment
appointmentslip appointmentreminder questionnaire healthquestionnaire prescription patientinformationleaflet
informationleaflet registrationform authorization releaseofinformation faxcover faxcoversheet coversheet
instructions dischargeinstructions dietorder mealplan insurancecard checklist order orderform requisition
requestform agenda schedule 方へ る方へ た方へ 患者さんへ 患者様へ ご家族へ 手引き のご説明 について
""")
VOCABULARY = listed("""
同意します 署名 署名欄 署名日 代諾者 続柄 説明医師 説明者 同意日 同意年月日 本人署名 自署 立会人 捺印
合計金額 請求金額 請求額 領収額 領収金額 合計 小計 消費税 税込 自己負担 自己負担額 負担割合 保険点数 初診料
再診料 初・再診料 医学管理等 投薬 注射 処置 入院料 入院料等 検査料 食事療養 食事療養費 保険外負担 今回請求額
お支払期限 振込先 お振込先 支払期限 収入印紙 領収印 予約日 予約日時 予約時間 次回予約 集合場所 受付場所
持ち物 注意事項 お願い ご予約 予約番号 予約科 来院時間 お問い合わせ お問い合わせ先 アレルギーの有無
既往歴はありますか 喫煙 飲酒 はい いいえ 用法 用量 日分 処方日 有効期限 保険者番号 記号・番号 公費負担者番号
調剤 分量 後発医薬品 調剤済年月日 送信先 送信元 枚数 通信文 signature witness relationship amountdue
totaldue subtotal tax balancedue paymentdue duedate insurance copay charges quantity unitprice amount yes no
pleasebring arrivaltime checkin refills sig dispense iconsent iunderstand printname guardian
""")


def read_items(pages: Sequence[PageWords], year: int | None) -> tuple[Item, ...]:
    """No items: what such a form prints is not a result."""
    return ()
