-- Cơ quan chủ trì thuộc tỉnh khác
-- Kế hoạch của một tỉnh giao chủ trì cho cơ quan của tỉnh khác: thường là dòng chép từ kế hoạch khác.
-- Hai tỉnh nay đã hợp nhất thì không tính. Không xét được khi chưa rõ tỉnh của kế hoạch hoặc chưa nhận ra cơ quan.
-- severity: error
WITH RECURSIVE chain AS ( -- the province that each one belongs to now
    SELECT id, id AS later FROM provinces
    UNION
    SELECT c.id, s.to_id FROM chain AS c JOIN province_succession AS s ON s.from_id = c.later
), today AS (
    SELECT c.id, p.name AS name_now
    FROM chain AS c
    JOIN provinces AS p ON p.id = c.later
    WHERE c.later NOT IN (SELECT from_id FROM province_succession)
), placed AS ( -- the provinces of bodies: by identity, else by a name that is just a known body's and a province's
    SELECT u.unit, any_value(p.id) AS id, any_value(p.name) AS name, any_value(p.name_full) AS name_full
    FROM (SELECT DISTINCT unit FROM task_units WHERE role = 'lead' AND resolution = 'unknown') AS u
    JOIN provinces AS p ON ends_with(u.unit, ' ' || p.name_full)
    JOIN units AS k ON k.kind_id IS NULL AND k.name || ' ' || p.name_full = u.unit
    GROUP BY u.unit
    HAVING count(DISTINCT p.name) = 1
), leads AS (
    SELECT
        u.task_id, u.unit, u.raw, u.position, u.resolution, coalesce(p.id, q.id) AS province_id, coalesce(p.name, q.name) AS name,
        coalesce(p.name_full, q.name_full) AS name_full
    FROM task_units AS u
    LEFT JOIN provinces AS p ON p.id = split_part(split_part(u.unit_id, '/', 2), '.', 1)
    LEFT JOIN placed AS q ON q.unit = u.unit
    WHERE u.role = 'lead'
)
SELECT
    t.doc_id, t.task_id AS fact_id, t.char_start, t.char_end, t.page,
    CASE
        WHEN d.province_now IS NULL OR d.issuer_level = 'central' OR (u.resolution = 'unknown' AND u.name IS NULL) THEN 'unknown'
        WHEN n.name_now IS NULL OR n.name_now = d.province_now OR u.name = d.province THEN 'ok'
        ELSE 'fault'
    END AS verdict,
    concat(u.unit, ' thuộc ', u.name_full, ', không thuộc ', d.province, '.') AS message,
    NULL AS suggestion, u.raw AS evidence
FROM leads AS u
JOIN tasks AS t USING (task_id)
JOIN documents AS d ON d.doc_id = t.doc_id
LEFT JOIN today AS n ON n.id = u.province_id
WHERE coalesce(d.issuer_level, '') <> 'central'
QUALIFY row_number() OVER (PARTITION BY t.task_id, u.unit ORDER BY u.position) = 1
