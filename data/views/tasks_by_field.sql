-- Số nhiệm vụ theo lĩnh vực và tỉnh
-- Mỗi dòng: một tỉnh và một lĩnh vực; số kế hoạch, số nhiệm vụ trong bảng và trong lời, số có ngày hạn, số chưa rõ cơ quan chủ trì; bản cũ và dự thảo không tính
SELECT
    p.province_now, t.field, count(DISTINCT t.doc_id) AS plans, count(*) AS tasks,
    count(*) FILTER (t.source = 'table') AS in_tables, count(*) FILTER (t.source = 'prose') AS in_prose,
    count(*) FILTER (t.task_id IN (SELECT task_id FROM task_deadlines WHERE end_on IS NOT NULL)) AS dated,
    count(*) FILTER (t.task_id NOT IN (SELECT task_id FROM task_units WHERE role = 'lead')) AS without_lead,
    min(p.file) AS first_file
FROM tasks AS t
JOIN plans AS p USING (doc_id)
JOIN plan_versions AS v USING (doc_id)
LEFT JOIN (SELECT name, min(sort_key) AS place FROM provinces GROUP BY name) AS n ON n.name = p.province_now
WHERE v.superseded_by IS NULL
GROUP BY p.province_now, n.place, t.field
ORDER BY n.place NULLS LAST, p.province_now, tasks DESC, t.field
