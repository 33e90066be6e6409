-- Cơ quan chủ trì không còn vào ngày ban hành
-- Nhiệm vụ giao cho cơ quan đã giải thể hoặc đổi tên trước ngày của kế hoạch, kể cả cơ quan cấp huyện từ khi bỏ cấp huyện và cơ quan mang tên
-- tỉnh đã nhập vào tỉnh của kế hoạch; gợi ý là cơ quan nhận nhiệm vụ, nếu chỉ có một.
-- Không xét được khi tên cơ quan không có trong danh mục, hoặc danh mục chỉ biết tên đó từ sau ngày của kế hoạch.
-- severity: error
WITH later AS (
    SELECT from_id, list(DISTINCT to_id) AS heirs FROM unit_succession WHERE verified <> 'no' GROUP BY from_id
), unnamed AS ( -- bodies that the register does not hold one by one: of a district, or all of them
    SELECT DISTINCT unit, regexp_replace(lower(unit), '^(chủ tịch|phó chủ tịch|trưởng) ', '') AS words
    FROM task_units
    WHERE role = 'lead' AND resolution IN ('unknown', 'group', 'office')
), district_bodies AS ( -- those of which none is left
    SELECT lower(name) AS name, max(valid_to) AS valid_to
    FROM units
    WHERE kind_id IS NULL AND level = 'district' AND verified <> 'no'
    GROUP BY lower(name)
    HAVING count(*) = count(valid_to)
), of_districts AS (
    SELECT n.unit, max(b.valid_to) AS valid_to
    FROM unnamed AS n
    JOIN district_bodies AS b ON starts_with(n.words, b.name || ' ')
    WHERE regexp_matches(substr(n.words, length(b.name) + 2), '^((các|cấp) )?(huyện|quận|thị xã)([ ,]|$)')
    GROUP BY n.unit
), old_provinces AS (
    SELECT name_full, any_value(id) AS id, max(valid_to) AS valid_to FROM provinces GROUP BY name_full HAVING count(*) = 1 AND count(valid_to) = 1
), of_provinces AS ( -- "UBND tỉnh Thái Bình", with the province that took it over
    SELECT n.unit, o.valid_to, h.name AS heir, replace(n.unit, o.name_full, h.name_full) AS renamed
    FROM unnamed AS n
    JOIN old_provinces AS o ON ends_with(n.unit, ' ' || o.name_full)
    JOIN units AS k ON k.kind_id IS NULL AND k.name || ' ' || o.name_full = n.unit
    JOIN province_succession AS s ON s.from_id = o.id AND s.change = 'merger'
    JOIN provinces AS h ON h.id = s.to_id
    QUALIFY row_number() OVER (PARTITION BY n.unit ORDER BY k.unit_id) = 1
), ended AS (
    SELECT
        u.*, t.doc_id AS of_doc, t.char_start, t.char_end, t.page, p.plan_first, k.unit_id AS kind_id, k.valid_to AS last_day, k.verified AS kind_verified,
        d.valid_to AS last_of_districts, CASE WHEN o.heir IN (m.province, m.province_now) THEN o.valid_to END AS last_of_province, o.renamed
    FROM task_units AS u
    JOIN tasks AS t USING (task_id)
    JOIN documents AS m ON m.doc_id = t.doc_id
    JOIN plan_dates AS p ON p.doc_id = t.doc_id
    LEFT JOIN units AS k ON k.unit_id = split_part(u.unit_id, '/', 1)
    LEFT JOIN of_districts AS d ON d.unit = u.unit AND u.resolution <> 'outdated'
    LEFT JOIN of_provinces AS o ON o.unit = u.unit AND u.resolution <> 'outdated'
    WHERE u.role = 'lead'
)
SELECT
    u.of_doc AS doc_id, u.task_id AS fact_id, u.char_start, u.char_end, u.page,
    CASE
        WHEN u.resolution = 'outdated' AND u.last_day < u.plan_first AND u.kind_verified <> 'no' THEN 'fault'
        WHEN least(u.last_of_districts, u.last_of_province) < u.plan_first THEN 'fault'
        WHEN u.resolution IN ('outdated', 'unknown') THEN 'unknown'
        ELSE 'ok'
    END AS verdict,
    concat(u.unit, ' không còn vào ngày của kế hoạch (đến hết ', day_said(CASE
        WHEN u.resolution = 'outdated' THEN u.last_day ELSE least(u.last_of_districts, u.last_of_province)
    END), ').') AS message,
    CASE WHEN u.last_of_province < u.plan_first THEN u.renamed WHEN len(l.heirs) = 1 THEN h.name END AS suggestion, u.raw AS evidence
FROM ended AS u
LEFT JOIN later AS l ON l.from_id = u.kind_id AND u.resolution = 'outdated'
LEFT JOIN units AS h ON h.unit_id = l.heirs[1] AND h.kind_id IS NULL
QUALIFY row_number() OVER (PARTITION BY u.task_id, u.unit ORDER BY u.position) = 1
