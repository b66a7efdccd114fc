// Pictures: what a walk along the ring and the figures of the last minutes look like.
//
// What it is:   values in, text out: an SVG document for a file, lines of blocks for a terminal.
// What it isn't: a plotting library or a program. It knows no peers and no clouds, measures no font, writes no file; all
//               text it is given may come from strangers and is made harmless here.
//
// A walk is drawn three times, each time for another question:
//   the ring      where on the ring of identifiers is everybody, and in which order were they asked?
//   the approach  how near did each come? Every bit halves the way that is left, so the scale is that of bits, and the last
//                 ones, which are one dot on the ring, stand apart.
//   the table     who was it, what did they say, and where did the time go?
//
// Where things are:
//   Walk.swift           what is drawn
//   Turn.swift, Spread.swift, Approach.swift    the geometry: angles, labels that keep apart, the scale of bits
//   Markup.swift, Badge.swift, Palette.swift    SVG: elements and escaping, one shape for each verdict, two sets of colours
//   RingPicture.swift    the document; RingPicture+….swift  its parts
//   TextPicture.swift    the same walk in the columns of a terminal
//   Sparkline.swift      one line for one figure
//
// Start reading at `Walk`, then `RingPicture`.
