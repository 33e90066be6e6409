-- Nhiệm vụ không có cơ quan chủ trì
-- Dòng của bảng nhiệm vụ để trống cơ quan chủ trì trong khi các dòng khác của văn bản có ghi.
-- Không xét được khi cả văn bản không có dòng nào ghi cơ quan chủ trì, khi dòng thiếu ô (bảng khác, ô bị mất) hoặc vai trò chưa rõ.
-- severity: warning
WITH leads AS (
    SELECT
        t.task_id, t.doc_id, coalesce(bool_or(u.role = 'lead'), FALSE) AS led, count(u.role) AS named,
        length(t.raw) - length(replace(t.raw, chr(9), '')) AS cells -- a row of fewer cells than most with a lead lacks one
    FROM tasks AS t
    LEFT JOIN task_units AS u USING (task_id)
    WHERE t.source = 'table'
    GROUP BY t.task_id, t.doc_id, t.raw
), documents_led AS (
    SELECT doc_id, mode(cells) AS cells FROM leads WHERE led GROUP BY doc_id
)
SELECT
    t.doc_id, t.task_id AS fact_id, t.char_start, t.char_end, t.page,
    CASE
        WHEN t.confidence < 0.5 OR d.doc_id IS NULL OR (l.named > 0 AND NOT l.led AND l.cells < d.cells) THEN 'unknown'
        WHEN l.led THEN 'ok'
        ELSE 'fault'
    END AS verdict,
    concat('Nhiệm vụ ', coalesce(t.number || ' ', ''), 'không ghi cơ quan chủ trì: ', left(t.text, 120)) AS message,
    NULL AS suggestion, left(t.text, 200) AS evidence
FROM tasks AS t
JOIN leads AS l USING (task_id)
LEFT JOIN documents_led AS d ON d.doc_id = t.doc_id
