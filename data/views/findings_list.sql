-- Những điều cần xem lại trong các kế hoạch
-- Mỗi dòng: một chỗ mà một phép kiểm tra cho là sai hoặc đáng ngờ, kèm chữ trong bản gốc; giải thích từng phép: findings_by_check
-- :check [check] mã phép kiểm tra, ví dụ impossible_date; để trống = mọi phép (default "")
-- :severity [code] error (chắc chắn sai), warning (nên xem) hoặc note (ghi chú); để trống = mọi mức (default "")
-- :province [province] tên tỉnh, nay hoặc khi ban hành; để trống = mọi nơi (default "")
-- :document [plan] mã, số ký hiệu hoặc một phần tên tệp; để trống = mọi văn bản (default "")
SELECT
    f.severity, c.title AS check_title, f.message, f.suggestion, f.evidence, f.page, p.plan, p.province_now, p.issuer, p.file,
    f.check_id, f.finding_id, f.fact_id, f.char_start, f.char_end, f.doc_id
FROM findings AS f
JOIN checks AS c USING (check_id)
JOIN plans AS p USING (doc_id)
JOIN documents AS d USING (doc_id)
WHERE
    $check IN ('', f.check_id)
    AND $severity IN ('', f.severity)
    AND $province IN ('', p.province_now, d.province)
    AND ($document = '' OR f.doc_id IN (SELECT unnest(string_split($document, chr(10)))))
ORDER BY
    CASE f.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, p.file, f.char_start NULLS FIRST, f.check_id, f.finding_id
