-- Chỉ tiêu của kế hoạch cấp dưới bên cạnh chỉ tiêu của văn bản cấp trên
-- Mỗi dòng: một chỉ tiêu của văn bản cấp trên có trong kho, và mức của kế hoạch thực hiện nó, nếu cùng chỉ tiêu và đọc được
-- :document [plan] mã, số ký hiệu hoặc một phần tên tệp của kế hoạch cấp dưới; để trống = mọi kế hoạch (default "")
SELECT
    p.plan, p.issuer, u.plan AS upper, g.indicator, g.year AS upper_year, g.comparator AS upper_comparator, g.value AS upper_value,
    g.indicator_unit AS unit, t.year, t.comparator, t.value, t.raw, t.page, p.file, k.doc_id, t.target_id
FROM plan_links AS k
JOIN plans AS p USING (doc_id)
JOIN plans AS u ON u.doc_id = k.upper_doc_id
JOIN promises AS g ON g.doc_id = k.upper_doc_id AND g.indicator_id IS NOT NULL AND g.apart IS NULL
LEFT JOIN promises AS t ON t.doc_id = k.doc_id AND t.indicator_id = g.indicator_id AND t.apart IS NULL
WHERE $document = '' OR k.doc_id IN (SELECT unnest(string_split($document, chr(10))))
QUALIFY row_number() OVER (PARTITION BY k.link_id, g.indicator_id, g.year, g.value, t.target_id ORDER BY g.char_start) = 1
ORDER BY p.file, u.plan, g.indicator, g.year, t.year, t.char_start
