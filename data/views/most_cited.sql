-- Văn bản được dẫn nhiều nhất
-- Mỗi dòng: một văn bản, số tỉnh, số kế hoạch và số lần dẫn; tên và tình trạng nếu có trong danh mục văn bản
-- :top số dòng (default 20)
SELECT
    c.cited, count(DISTINCT p.province_now) FILTER (NOT starts_with(p.province_now, '(')) AS provinces,
    count(DISTINCT c.doc_id) AS plans, count(*) AS mentions,
    max(c.resolution) AS resolution, max(l.title) AS title, max(l.status_now) AS status
FROM cited AS c
JOIN plans AS p USING (doc_id)
LEFT JOIN legal_states AS l USING (legal_id)
GROUP BY c.cited
ORDER BY plans DESC, mentions DESC, c.cited
LIMIT $top
