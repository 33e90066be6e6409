-- Cơ quan chủ trì không còn vào ngày ban hành
-- Nhiệm vụ giao cho cơ quan đã giải thể hoặc đổi tên trước ngày của kế hoạch; gợi ý là cơ quan nhận nhiệm vụ, nếu chỉ có một.
-- Không xét được khi tên cơ quan không có trong danh mục, hoặc danh mục chỉ biết tên đó từ sau ngày của kế hoạch.
-- severity: error
WITH later AS (
    SELECT from_id, list(DISTINCT to_id) AS heirs FROM unit_succession WHERE verified <> 'no' GROUP BY from_id
)
SELECT
    t.doc_id, t.task_id AS fact_id, t.char_start, t.char_end, t.page,
    CASE
        WHEN u.resolution = 'outdated' AND k.valid_to < p.plan_first THEN 'fault'
        WHEN u.resolution IN ('outdated', 'unknown') THEN 'unknown'
        ELSE 'ok'
    END AS verdict,
    concat(u.unit, ' không còn vào ngày của kế hoạch (đến hết ', day_said(k.valid_to), ').') AS message,
    CASE WHEN len(l.heirs) = 1 THEN h.name END AS suggestion, u.raw AS evidence
FROM task_units AS u
JOIN tasks AS t USING (task_id)
JOIN plan_dates AS p ON p.doc_id = t.doc_id
LEFT JOIN units AS k ON k.unit_id = split_part(u.unit_id, '/', 1)
LEFT JOIN later AS l ON l.from_id = k.unit_id
LEFT JOIN units AS h ON h.unit_id = l.heirs[1] AND h.kind_id IS NULL
WHERE u.role = 'lead'
QUALIFY row_number() OVER (PARTITION BY t.task_id, u.unit ORDER BY u.position) = 1
