-- Từ đọc chưa chắc hoặc đã sửa trên trang ảnh
-- Mỗi dòng: một từ của trang quét; raw là chữ máy đọc được, text là chữ ghi vào kho; repair: number, diacritic, lexicon, handwriting; doubt: disagreement (các bộ đọc không khớp), grammar (sai mẫu số, ngày), handwriting (chữ viết tay), single (chỉ một bộ đọc)
-- :doc_id [one plan] mã văn bản; để trống = mọi văn bản (default "")
SELECT
    parse_filename(d.source_path) AS file, w.page, w.text, w.raw, w.readings, w.repair, w.doubt, w.confidence,
    substr(d.text, greatest(w.char_start - 39, 1), w.char_end - w.char_start + 80) AS context, w.char_start, w.doc_id
FROM scan_words AS w
JOIN documents AS d USING (doc_id)
WHERE $doc_id IN ('', w.doc_id)
ORDER BY d.source_path, w.page, w.char_start
