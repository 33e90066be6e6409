-- Các phép kiểm tra: đã xét bao nhiêu chỗ, thấy gì
-- Mỗi dòng: một phép kiểm tra, số chỗ đã xét, số chỗ không xét được, số chỗ phải xem lại; không thấy gì không có nghĩa là đúng nếu chưa xét
-- :check [check] mã phép kiểm tra, ví dụ impossible_date; để trống = mọi phép (default "")
-- :severity [code] error (chắc chắn sai), warning (nên xem) hoặc note (ghi chú); để trống = mọi mức (default "")
-- :province [province] tên tỉnh, nay hoặc khi ban hành; để trống = mọi nơi (default "")
-- :document [plan] mã, số ký hiệu hoặc một phần tên tệp; để trống = mọi văn bản (default "")
SELECT
    c.severity, c.title AS check_title,
    CAST(coalesce(sum(n.found), 0) AS BIGINT) AS found,
    CAST(coalesce(sum(n.checked), 0) AS BIGINT) AS checked,
    CAST(coalesce(sum(n.not_checked), 0) AS BIGINT) AS not_checked,
    count(n.doc_id) FILTER (n.found > 0) AS plans_found,
    c.explanation, c.check_id
FROM checks AS c
LEFT JOIN (
    SELECT n.*
    FROM check_counts AS n
    JOIN documents AS d USING (doc_id)
    JOIN plans AS p USING (doc_id)
    WHERE ($document = '' OR d.doc_id IN (SELECT unnest(string_split($document, chr(10))))) AND $province IN ('', p.province_now, d.province)
) AS n USING (check_id)
WHERE $check IN ('', c.check_id) AND $severity IN ('', c.severity)
GROUP BY c.severity, c.title, c.explanation, c.check_id
ORDER BY CASE c.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, found DESC, c.check_id
