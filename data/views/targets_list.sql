-- Các mục tiêu bằng số
-- Mỗi dòng: một mục tiêu với chữ trong bản gốc; newer_version: tệp của bản mới hơn, nếu kế hoạch này chỉ là dự thảo hay bản cũ
-- :indicator [indicator] mã chỉ tiêu, xem kehoach indicators; để trống = mọi mục tiêu (default "")
-- :year năm phải đạt; 0 = mọi năm (default 0)
-- :province [province] tên tỉnh, nay hoặc khi ban hành; để trống = mọi nơi (default "")
-- :field [field] mã lĩnh vực, ví dụ tthc; để trống = mọi lĩnh vực (default "")
SELECT
    t.province_now, t.issuer, t.year, t.indicator, t.metric, t.comparator, t.value, t.value_max, t.unit,
    t.baseline_value, t.baseline_year, t.field, t.raw, t.page, t.plan,
    (SELECT n.file FROM plans AS n WHERE n.doc_id = t.superseded_by) AS newer_version,
    t.file, t.indicator_id, t.doc_id, t.target_id
FROM promises AS t
LEFT JOIN (SELECT name, min(sort_key) AS place FROM provinces GROUP BY name) AS n ON n.name = t.province_now
WHERE
    $indicator IN ('', t.indicator_id) AND $year IN (0, t.year) AND $province IN ('', t.province_now, t.province)
    AND $field IN ('', t.field)
ORDER BY n.place NULLS LAST, t.province_now, t.file, t.char_start, t.target_id
