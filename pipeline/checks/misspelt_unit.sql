-- Tên cơ quan viết sai
-- Tên không có trong danh mục nhưng chỉ khác tên của đúng một cơ quan một chữ cái hoặc một dấu.
-- Đếm tên các cơ quan được giao hoặc phối hợp nhiệm vụ; tên lạ không gần tên nào thì không xét được.
-- severity: warning
WITH unknown AS (
    SELECT DISTINCT unit, trim(regexp_replace(lower(unit), '[^\p{L}]+', ' ', 'g')) AS words
    FROM task_units
    WHERE resolution = 'unknown'
), kinds AS (
    SELECT DISTINCT name, trim(regexp_replace(lower(name), '[^\p{L}]+', ' ', 'g')) AS words
    FROM units
    WHERE kind_id IS NULL AND length(name) >= 8
), near AS (
    SELECT u.unit, list(DISTINCT k.name) AS names
    FROM unknown AS u
    -- what follows the name is its place: "Sở Nội vu tỉnh Hưng Yên"
    JOIN kinds AS k
        ON nearly_the_same(array_to_string(list_slice(string_split(u.words, ' '), 1, len(string_split(k.words, ' '))), ' '), k.words)
    GROUP BY u.unit
)
SELECT
    t.doc_id, t.task_id AS fact_id, t.char_start, t.char_end, t.page,
    CASE WHEN u.resolution <> 'unknown' THEN 'ok' WHEN len(n.names) = 1 THEN 'fault' ELSE 'unknown' END AS verdict,
    concat('«', u.raw, '» có lẽ là ', n.names[1], '.') AS message,
    n.names[1] AS suggestion, u.raw AS evidence
FROM task_units AS u
JOIN tasks AS t USING (task_id)
LEFT JOIN near AS n ON n.unit = u.unit
