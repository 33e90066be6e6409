-- Tỉnh nào dẫn văn bản nào
-- Mỗi dòng: một tỉnh và một văn bản; state: cited (có dẫn), none (không thấy), unreadable (chưa đọc được hết), no_plan (chưa có kế hoạch)
-- :document [cited] số ký hiệu hoặc tên của một văn bản; để trống = những văn bản được nhiều kế hoạch dẫn nhất (default "")
-- :top số văn bản; không tính khi đã hỏi một văn bản (default 10)
WITH asked AS ( -- a document that nobody cites is an answer too
    SELECT unnest(string_split($document, chr(10))) AS cited WHERE $document <> ''
), counted AS (
    SELECT cited, sum(plans_citing) AS plans FROM province_citations GROUP BY cited
), shown AS (
    SELECT cited, plans, row_number() OVER (ORDER BY plans DESC, cited) AS nth FROM counted WHERE $document = '' QUALIFY nth <= $top
    UNION ALL
    SELECT a.cited, coalesce(c.plans, 0), row_number() OVER (ORDER BY coalesce(c.plans, 0) DESC, a.cited)
    FROM asked AS a LEFT JOIN counted AS c USING (cited)
), places AS (
    SELECT name AS province_now, min(sort_key) AS place FROM provinces WHERE valid_to IS NULL GROUP BY name
    UNION ALL
    SELECT DISTINCT province_now, NULL::BIGINT FROM plans
    WHERE province_now NOT IN (SELECT name FROM provinces WHERE valid_to IS NULL)
), read AS (
    SELECT province_now, count(*) AS plans, count(*) FILTER (readable <> 'whole') AS unread FROM plans GROUP BY province_now
)
SELECT
    l.province_now, s.cited,
    CASE
        WHEN r.plans IS NULL THEN 'no_plan' WHEN f.plans_citing > 0 THEN 'cited' WHEN r.unread > 0 THEN 'unreadable' ELSE 'none'
    END AS state,
    coalesce(r.plans, 0) AS plans, coalesce(f.plans_citing, 0) AS plans_citing, coalesce(f.mentions, 0) AS mentions
FROM places AS l
CROSS JOIN shown AS s
LEFT JOIN read AS r USING (province_now)
LEFT JOIN province_citations AS f ON f.province_now = l.province_now AND f.cited = s.cited
ORDER BY l.place NULLS LAST, l.province_now, s.nth
