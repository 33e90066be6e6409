-- Văn bản được dẫn trong từng kế hoạch
-- Mỗi dòng: một kế hoạch và một văn bản, số lần dẫn, làm căn cứ hay trong nội dung, các trang
-- :plan [plan] số ký hiệu, tên tệp hoặc mã của kế hoạch, có thể là một phần; để trống = tất cả (default "")
SELECT
    p.plan, p.province_now, c.cited, count(*) AS mentions,
    count(*) FILTER (c.role = 'basis') AS as_basis,
    string_agg(DISTINCT c.page, ', ' ORDER BY c.page) AS pages,
    p.file, p.doc_id
FROM cited AS c
JOIN plans AS p USING (doc_id)
WHERE $plan = '' OR p.doc_id IN (SELECT unnest(string_split($plan, chr(10))))
GROUP BY p.plan, p.province_now, c.cited, p.file, p.doc_id
ORDER BY p.file, mentions DESC, c.cited
