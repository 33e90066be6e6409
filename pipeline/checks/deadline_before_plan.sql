-- Thời hạn trước ngày của chính kế hoạch
-- Hạn hoàn thành đã qua khi kế hoạch được ban hành, ví dụ "trước 15/12/2022" trong kế hoạch năm 2023.
-- So hạn muộn nhất của nhiệm vụ với ngày sớm nhất có thể của kế hoạch; kế hoạch không ghi ngày thì không xét được, hạn không ghi năm thì không tính.
-- severity: error
-- scan: unknown
WITH dated AS (
    SELECT doc_id, issued_on IS NOT NULL AS to_the_day, first_day_of(issued_on_text) AS first_day FROM documents
), latest AS (
    SELECT task_id, max(end_on) AS end_on, arg_max(raw, end_on) AS raw
    FROM task_deadlines
    WHERE kind = 'fixed' AND end_on IS NOT NULL AND NOT year_from_plan
    GROUP BY task_id
)
SELECT
    t.doc_id, t.task_id AS fact_id, t.char_start, t.char_end, t.page,
    CASE WHEN d.first_day IS NULL THEN 'unknown' WHEN l.end_on < d.first_day THEN 'fault' ELSE 'ok' END AS verdict,
    concat('Hạn «', l.raw, '» đã qua khi kế hoạch được ban hành (', CASE WHEN d.to_the_day THEN '' ELSE 'sớm nhất ' END,
        day_said(d.first_day), ').') AS message,
    NULL AS suggestion, l.raw AS evidence
FROM latest AS l
JOIN tasks AS t USING (task_id)
JOIN dated AS d ON d.doc_id = t.doc_id
