-- What happened, by its kind. A digest tells of few kinds of line, and a line costs more to open than to find: so the kind stands beside
-- the document, which is sealed. It is a word of a list that the engine keeps, and nothing that anybody wrote.

ALTER TABLE entries ADD COLUMN what TEXT;          -- NULL in lines of before: theirs is read in the document
