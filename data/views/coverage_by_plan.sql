-- Kế hoạch nào dẫn văn bản nào
-- Mỗi dòng: một kế hoạch và một văn bản; state: cited (có dẫn), none (không thấy), unreadable (chưa đọc được hết)
-- :document [cited] số ký hiệu hoặc tên của một văn bản; để trống = những văn bản được nhiều kế hoạch dẫn nhất (default "")
-- :top số văn bản; không tính khi đã hỏi một văn bản (default 10)
WITH asked AS ( -- a document that nobody cites is an answer too
    SELECT unnest(string_split($document, chr(10))) AS cited WHERE $document <> ''
), counted AS (
    SELECT cited, count(DISTINCT doc_id) AS plans FROM cited GROUP BY cited
), shown AS (
    SELECT cited, plans, row_number() OVER (ORDER BY plans DESC, cited) AS nth FROM counted WHERE $document = '' QUALIFY nth <= $top
    UNION ALL
    SELECT a.cited, coalesce(c.plans, 0), row_number() OVER (ORDER BY coalesce(c.plans, 0) DESC, a.cited)
    FROM asked AS a LEFT JOIN counted AS c USING (cited)
), found AS (
    SELECT doc_id, cited, count(*) AS mentions FROM cited GROUP BY doc_id, cited
)
SELECT
    p.plan, p.province_now, s.cited,
    CASE WHEN f.mentions > 0 THEN 'cited' WHEN p.readable <> 'whole' THEN 'unreadable' ELSE 'none' END AS state,
    coalesce(f.mentions, 0) AS mentions, p.file, p.doc_id
FROM plans AS p
CROSS JOIN shown AS s
LEFT JOIN found AS f ON f.doc_id = p.doc_id AND f.cited = s.cited
LEFT JOIN (SELECT name, min(sort_key) AS place FROM provinces GROUP BY name) AS n ON n.name = p.province_now
ORDER BY n.place NULLS LAST, p.province_now, p.file, s.nth
