-- Kế hoạch nào chưa dẫn một văn bản
-- Mọi kế hoạch, ba trường hợp: dẫn (cited), không thấy dẫn (none), chưa đọc được hết nên chưa thể nói (unreadable)
-- :document [one cited] số ký hiệu của văn bản, ví dụ 76/NQ-CP, hoặc mã đầy đủ 76/NQ-CP@2021
WITH mentions AS (
    SELECT doc_id, count(*) AS mentions, string_agg(DISTINCT cited, '; ' ORDER BY cited) AS found
    FROM cited
    WHERE cited IN (SELECT unnest(string_split($document, chr(10))))
    GROUP BY doc_id
)
SELECT
    CASE WHEN m.mentions > 0 THEN 'cited' WHEN p.readable = 'whole' THEN 'none' ELSE 'unreadable' END AS state,
    p.province_now, p.plan, p.issued_on, p.title, coalesce(m.mentions, 0) AS mentions, m.found, p.file, p.doc_id
FROM plans AS p
LEFT JOIN mentions AS m USING (doc_id)
LEFT JOIN (SELECT name, min(sort_key) AS place FROM provinces GROUP BY name) AS n ON n.name = p.province_now
ORDER BY CASE state WHEN 'none' THEN 1 WHEN 'unreadable' THEN 2 ELSE 3 END, n.place NULLS LAST, p.province_now, p.file
