-- Những gì chưa đọc được
-- Mỗi dòng: một tệp hoặc trang chưa đọc, lý do và cách xử lý; kind: unread, duplicate (trùng), skipped (bỏ qua), gone (đã mất), reference (bảng tham chiếu)
SELECT parse_filename(source_path) AS file, page, kind, problem, advice, source_path
FROM ingest_problems
ORDER BY CASE kind WHEN 'unread' THEN 1 WHEN 'gone' THEN 2 WHEN 'duplicate' THEN 3 ELSE 4 END, source_path, page NULLS FIRST, problem
