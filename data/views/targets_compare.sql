-- Các mục tiêu của một chỉ tiêu, để so sánh
-- Mỗi dòng: một mục tiêu, phạm vi của cơ quan ban hành (scope), và lý do không so sánh được nếu có (apart); xếp hạng và chênh lệch: lệnh kehoach compare
-- :indicator [indicator] mã chỉ tiêu, xem kehoach indicators
SELECT
    indicator_id, year, province_now, province, issuer, local, scope, comparator, value, value_max, unit, metric, apart, raw,
    page, plan, plan_year, is_draft, issued_on, issued_on_text, superseded_by, file, issuer_key, land, char_start, doc_id, target_id
FROM promises
WHERE indicator_id = $indicator
ORDER BY year, file, char_start, target_id
