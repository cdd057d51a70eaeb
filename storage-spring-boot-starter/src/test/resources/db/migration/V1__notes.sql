CREATE TABLE public.notes (text text NOT NULL);
