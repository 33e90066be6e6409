-- Nhiệm vụ theo tháng đến hạn
-- Mỗi dòng: một nhiệm vụ có ngày hạn; month là tháng của ngày cuối; nhiệm vụ thường xuyên hoặc theo kế hoạch khác không có ngày nên không ở đây
-- :from [month] tháng đầu, dạng 2026-01; để trống = mọi tháng (default "")
-- :to [month] tháng cuối, dạng 2026-12; để trống = mọi tháng (default "")
SELECT
    strftime(d.end_on, '%Y-%m') AS month, d.end_on, p.plan, p.province_now, t.text,
    (SELECT string_agg(DISTINCT u.unit, '; ' ORDER BY u.unit) FROM task_units AS u WHERE u.task_id = t.task_id AND u.role = 'lead') AS lead,
    d.raw AS deadline, d.year_from_plan, t.page, p.file, t.raw, t.doc_id, t.task_id
FROM task_deadlines AS d
JOIN tasks AS t USING (task_id)
JOIN plans AS p ON p.doc_id = t.doc_id
WHERE
    d.kind = 'fixed' AND d.end_on IS NOT NULL
    AND ($from = '' OR strftime(d.end_on, '%Y-%m') >= $from) AND ($to = '' OR strftime(d.end_on, '%Y-%m') <= $to)
ORDER BY d.end_on, p.file, t.char_start, t.task_id
