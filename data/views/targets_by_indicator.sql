-- Các chỉ số được nhiều kế hoạch nêu
-- Mỗi dòng: một chỉ số và một năm; số kế hoạch, số tỉnh, giá trị nhỏ nhất, trung vị, lớn nhất (không tính mức tăng, giảm)
SELECT
    t.indicator_id, i.name AS indicator, t.year, t.unit,
    count(DISTINCT t.doc_id) AS plans, count(DISTINCT p.province_now) AS provinces,
    min(t.value) AS lowest, median(t.value) AS middle, max(t.value) AS highest
FROM targets AS t
JOIN indicators AS i USING (indicator_id)
JOIN plans AS p USING (doc_id)
WHERE t.baseline_year IS NULL AND NOT regexp_matches(lower(t.metric), '^(tăng|giảm)( |$)')
GROUP BY t.indicator_id, i.name, t.year, t.unit
ORDER BY plans DESC, t.indicator_id, t.year, t.unit
