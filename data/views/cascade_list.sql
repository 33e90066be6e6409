-- Kế hoạch nào thực hiện văn bản nào, và sau bao lâu
-- Mỗi dòng: một văn bản cấp trên mà tên hoặc phần mở đầu của kế hoạch nêu để thực hiện hay làm căn cứ; days_after trống khi không đủ ngày
-- :document [plan or cited] mã, số ký hiệu hoặc một phần tên tệp, ở trên hoặc ở dưới; để trống = mọi văn bản (default "")
-- :province [province] tên tỉnh của kế hoạch, nay hoặc khi ban hành; để trống = mọi nơi (default "")
-- :link [code] implements (thực hiện) hoặc based_on (căn cứ); để trống = cả hai (default "")
SELECT
    p.plan, p.issuer, p.province_now, k.level, d.issued_on_text, k.link, k.upper, k.upper_issuer, k.upper_level,
    k.upper_on, k.upper_on_from, k.days_after, parse_filename(u.source_path) AS upper_file, k.page, p.file,
    k.upper_legal_id, k.citation_id, k.doc_id
FROM plan_links AS k
JOIN plans AS p USING (doc_id)
JOIN documents AS d USING (doc_id)
LEFT JOIN documents AS u ON u.doc_id = k.upper_doc_id
WHERE
    ($document = '' OR k.doc_id IN (SELECT unnest(string_split($document, chr(10))))
        OR k.upper_doc_id IN (SELECT unnest(string_split($document, chr(10))))
        OR coalesce(k.upper_legal_id, k.upper) IN (SELECT unnest(string_split($document, chr(10)))))
    AND $province IN ('', p.province_now, d.province)
    AND $link IN ('', k.link)
ORDER BY
    CASE k.upper_level WHEN 'central' THEN 1 WHEN 'province' THEN 2 WHEN 'district' THEN 3 WHEN 'commune' THEN 4 ELSE 5 END,
    k.upper_on NULLS LAST, k.upper, p.file, k.char_start
