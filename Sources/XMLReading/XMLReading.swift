// XMLReading: documents from others as values that the cores understand.
//
// What it is:   one function, `XMLReader.read`, over libexpat: names resolved, white space around text gone, everything
//               bounded. libexpat rather than Foundation's parser: that one brings a library of character tables into
//               the program, which every start would pay for.
// What it isn't: a parser for any XML. A document type is refused unread, and with it every entity but the five that XML
//               itself has: nothing in these documents needs one, and all known attacks by XML do (collab 10.2).
