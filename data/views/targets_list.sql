-- Mọi chỉ tiêu của các kế hoạch
-- Mỗi dòng: một chỉ tiêu, giá trị, nội dung đo, năm, lĩnh vực, kế hoạch và trang
-- :field mã lĩnh vực (tthc, cong-vu …); để trống = tất cả (default "")
-- :indicator mã chỉ số; để trống = tất cả (default "")
-- :province tỉnh theo địa giới hiện nay; để trống = tất cả (default "")
-- :year năm của chỉ tiêu; 0 = tất cả (default 0)
SELECT
    p.province_now, p.plan, t.metric, t.comparator, t.value, t.value_max, t.unit, t.year, t.field,
    t.indicator_id, i.name AS indicator, t.baseline_value, t.baseline_year, t.raw, t.page, t.confidence,
    p.file, t.doc_id, t.target_id
FROM targets AS t
JOIN plans AS p USING (doc_id)
LEFT JOIN indicators AS i USING (indicator_id)
WHERE $field IN ('', t.field)
    AND ($indicator = '' OR t.indicator_id = $indicator)
    AND ($province = '' OR lower(p.province_now) = lower($province))
    AND ($year = 0 OR t.year = $year)
ORDER BY p.province_now, p.file, t.char_start, t.value
