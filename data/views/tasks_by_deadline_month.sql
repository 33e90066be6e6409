-- Số nhiệm vụ đến hạn từng tháng
-- Mỗi dòng: một tỉnh và một tháng; số nhiệm vụ có hạn trong tháng đó, số chưa rõ cơ quan chủ trì; bản cũ và dự thảo không tính; từng nhiệm vụ: tasks_by_month
-- :province [province] tên tỉnh nay; để trống = mọi nơi (default "")
SELECT
    strftime(d.end_on, '%Y-%m') AS month, p.province_now, count(DISTINCT t.task_id) AS tasks,
    count(DISTINCT t.task_id) FILTER (t.task_id NOT IN (SELECT task_id FROM task_units WHERE role = 'lead')) AS without_lead,
    count(DISTINCT t.doc_id) AS plans, min(p.file) AS first_file
FROM task_deadlines AS d
JOIN tasks AS t USING (task_id)
JOIN plans AS p ON p.doc_id = t.doc_id
JOIN plan_versions AS v ON v.doc_id = t.doc_id
LEFT JOIN (SELECT name, min(sort_key) AS place FROM provinces GROUP BY name) AS n ON n.name = p.province_now
WHERE d.kind = 'fixed' AND d.end_on IS NOT NULL AND v.superseded_by IS NULL AND $province IN ('', p.province_now)
GROUP BY month, p.province_now, n.place
ORDER BY month, n.place NULLS LAST, p.province_now
