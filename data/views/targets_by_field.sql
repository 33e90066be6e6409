-- Số mục tiêu theo lĩnh vực và tỉnh
-- Mỗi dòng: một tỉnh và một lĩnh vực; số kế hoạch, số mục tiêu, số mục tiêu đã gắn được với một chỉ tiêu; bản cũ và dự thảo không tính
SELECT
    t.province_now, t.field, count(DISTINCT t.doc_id) AS plans, count(*) AS targets,
    count(t.indicator_id) AS with_indicator, min(t.file) AS first_file
FROM promises AS t
LEFT JOIN (SELECT name, min(sort_key) AS place FROM provinces GROUP BY name) AS n ON n.name = t.province_now
WHERE t.superseded_by IS NULL
GROUP BY t.province_now, n.place, t.field
ORDER BY n.place NULLS LAST, t.province_now, targets DESC, t.field
