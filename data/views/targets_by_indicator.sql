-- Các chỉ tiêu và số mục tiêu đã đọc được
-- Mỗi dòng: một chỉ tiêu trong danh mục, đơn vị, chiều tốt lên (up: càng cao càng tốt, down: càng thấp càng tốt), số mục tiêu, số kế hoạch, số tỉnh
WITH counted AS (
    SELECT
        indicator_id, count(*) AS targets, count(DISTINCT doc_id) AS plans,
        count(DISTINCT province_now) FILTER (NOT starts_with(province_now, '(') AND province_now <> 'Trung ương') AS provinces,
        min(year) AS first_year, max(year) AS last_year
    FROM promises
    WHERE superseded_by IS NULL -- a plan in several versions counts once
    GROUP BY indicator_id
)
SELECT
    i.indicator_id, i.name AS indicator, i.unit, i.direction, i.field,
    coalesce(c.targets, 0) AS targets, coalesce(c.plans, 0) AS plans, coalesce(c.provinces, 0) AS provinces,
    c.first_year, c.last_year
FROM indicators AS i
LEFT JOIN counted AS c USING (indicator_id)
ORDER BY targets DESC, i.indicator_id
