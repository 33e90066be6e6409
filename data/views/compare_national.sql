-- Mục tiêu quốc gia của một chỉ tiêu
-- Mỗi dòng: một mức do trung ương đặt ra, đến năm nào, cho ai, trong văn bản nào; verified: yes (đã đối chiếu), partly (một phần), no (chưa có nguồn, chỉ để tham khảo)
-- :indicator [indicator] mã chỉ tiêu, xem kehoach indicators
SELECT
    indicator_id, CAST(year AS BIGINT) AS year, comparator, CAST(value AS DOUBLE) AS value, CAST(value_max AS DOUBLE) AS value_max,
    unit, scope, document, source, verified
FROM national_targets
WHERE indicator_id = $indicator
ORDER BY year NULLS LAST, document
