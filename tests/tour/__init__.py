"""The two-minute tour: one case in real browsers, each step a picture and a sentence, written as docs/tour.md."""
