-- Văn bản được dẫn làm căn cứ và trong nội dung
-- Mỗi dòng: một văn bản, số lần dẫn ở phần căn cứ và ở phần nội dung, số kế hoạch
SELECT
    cited,
    count(*) FILTER (role = 'basis') AS as_basis,
    count(*) FILTER (role = 'body') AS in_body,
    count(DISTINCT doc_id) FILTER (role = 'basis') AS plans_as_basis,
    count(DISTINCT doc_id) AS plans
FROM cited
GROUP BY cited
ORDER BY plans DESC, as_basis DESC, in_body DESC, cited
