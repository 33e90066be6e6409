-- Những gì chưa đọc được
-- Mỗi dòng: một tệp hoặc trang chưa đọc, lý do và cách xử lý; kind: unread, unsure (đã đọc nhưng có thể sai), duplicate (trùng), skipped (bỏ qua), gone (đã mất), reference (bảng tham chiếu)
SELECT parse_filename(source_path) AS file, page, kind, problem, advice, source_path
FROM ingest_problems
ORDER BY CASE kind WHEN 'unread' THEN 1 WHEN 'unsure' THEN 2 WHEN 'gone' THEN 3 WHEN 'duplicate' THEN 4 ELSE 5 END, source_path, page NULLS FIRST, problem
