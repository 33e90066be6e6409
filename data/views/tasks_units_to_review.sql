-- Tên cơ quan cần xem lại
-- Mỗi dòng: một tên chưa nhận ra chắc chắn; unknown (không có trong danh mục), outdated (tên đã hết hiệu lực vào ngày ban hành)
SELECT u.unit, u.resolution, count(*) AS mentions, count(DISTINCT t.doc_id) AS plans, any_value(u.raw) AS as_written, min(p.file) AS file
FROM task_units AS u
JOIN tasks AS t USING (task_id)
JOIN plans AS p ON p.doc_id = t.doc_id
WHERE u.resolution IN ('unknown', 'outdated')
GROUP BY u.unit, u.resolution
ORDER BY mentions DESC, u.unit
