-- Văn bản được dẫn theo tỉnh
-- Mỗi dòng: một tỉnh (theo địa giới hiện nay) và một văn bản, số kế hoạch dẫn văn bản đó và số lần dẫn
SELECT
    p.province_now, c.cited, max(c.resolution) AS resolution,
    count(DISTINCT p.doc_id) AS plans, count(*) AS mentions
FROM cited AS c
JOIN plans AS p USING (doc_id)
LEFT JOIN (SELECT name, min(sort_key) AS place FROM provinces GROUP BY name) AS n ON n.name = p.province_now
GROUP BY p.province_now, n.place, c.cited
ORDER BY n.place NULLS LAST, p.province_now, plans DESC, mentions DESC, c.cited
