-- What the checks share, for the connection that builds the store.
-- The first and the last day that a day, month or year can mean: "2024-01" is 01/01/2024 to 31/01/2024.
CREATE OR REPLACE TEMP MACRO first_day_of(text) AS
    coalesce(TRY_CAST(text AS DATE), TRY_CAST(text || '-01' AS DATE), TRY_CAST(text || '-01-01' AS DATE));

CREATE OR REPLACE TEMP MACRO last_day_of(text) AS
    coalesce(TRY_CAST(text AS DATE), last_day(TRY_CAST(text || '-01' AS DATE)), TRY_CAST(text || '-12-31' AS DATE));

-- "16/01/2023", "98,5", "100" as people write them
CREATE OR REPLACE TEMP MACRO day_said(day) AS strftime(day, '%d/%m/%Y');

CREATE OR REPLACE TEMP MACRO number_said(value) AS replace(regexp_replace(CAST(value AS VARCHAR), '\.0$', ''), '.', ',');

-- Two names of as many words that differ in one word, not the first: by marks only or by one letter.
CREATE OR REPLACE TEMP MACRO words_apart(one, other) AS
    list_filter(list_zip(string_split(one, ' '), string_split(other, ' ')), lambda pair: pair[1] IS DISTINCT FROM pair[2]);

CREATE OR REPLACE TEMP MACRO nearly_the_same(one, other) AS
    split_part(one, ' ', 1) = split_part(other, ' ', 1)
    AND len(words_apart(one, other)) = 1
    AND damerau_levenshtein(
        replace(strip_accents(words_apart(one, other)[1][1]), 'đ', 'd'), replace(strip_accents(words_apart(one, other)[1][2]), 'đ', 'd')
    ) <= 1;
