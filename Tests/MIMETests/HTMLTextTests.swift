import Testing

@testable import MIME

@Suite("HTMLText") struct HTMLTextTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { sentence }
        var sentence: String
        var html: String
        var text: String

        init(_ sentence: String, _ html: String, _ text: String) {
            (self.sentence, self.html, self.text) = (sentence, html, text)
        }
    }

    static let cases = [
        Case("blanks run together, blocks are lines", "<div> a\n b </div>c<br>d<p>e", "a b\nc\nd\n\ne"),
        Case(
            "cells stand side by side", "<table><tr><td>Net<td>10,00<tr><td>Tax</td><td>1,90</td></table>",
            "Net 10,00\nTax 1,90"),
        Case(
            "names and numbers of signs", "&lt;a&gt; &auml;&#8364;&#x41;&#128; &amp;amp &unknown; &",
            "<a> ä€A€ &amp &unknown; &"),
        Case("links are their text", "<a href='https://bad.example'>bank.example</a>", "bank.example"),
        Case("scripts, styles, titles, comments", "<title>a</title><style>b</style><script>c</script><!-- d -->e", "e"),
        Case("a script without an end hides the rest, as in a browser", "a<script>b<p>c", "a"),
        Case("what Outlook alone shows is a comment", "<!--[if mso]>no<![endif]-->yes", "yes"),
        Case("display:none, and what is in it", "a<div style='Display : None'>b<p>c</p></div>d", "a\nd"),
        Case("hidden by an attribute", "a<p hidden>b</p><p>c", "a\n\nc"),
        Case("a hidden paragraph ends with the next", "<p style=display:none>a<p>b", "b"),
        Case("letters without size", "<span style='font-size:0px'>a</span><span style='font-size:0.9em'>b</span>", "b"),
        Case(
            "a box without size may hold words that have one", "<td style='font-size:0'><p style='font-size:13px'>a",
            "a"),
        Case(
            "invisible for other reasons",
            "<i style='opacity:0'>a</i><i style='max-height:0;overflow:hidden'>b</i><i style='visibility:hidden'>c</i>d",
            "d"),
        Case("signs without width fall out of words", "ap\u{200B}pro&shy;ve&#8203;", "approve"),
        Case("nothing turns the words around", "a\u{202E}b", "ab"),
        Case("blockquotes in blockquotes", "a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n> b\n>> c\nd"),
        Case(
            "Apple Mail", "Yes<br><blockquote type=\"cite\">On 1 Dec, x wrote:<br>No</blockquote>",
            "Yes\n> On 1 Dec, x wrote:\n> No"),
        Case(
            "Outlook in a browser", "Yes<hr><div id=\"divRplyFwdMsg\"><b>From:</b> x</div><div>No</div>",
            "Yes\n> From: x\n> No"),
        Case("Yahoo", "Yes<div class=\"yahoo_quoted\"><div>x wrote:</div>No</div>", "Yes\n> x wrote:\n> No"),
        Case(
            "Thunderbird", "Yes<div class=\"moz-cite-prefix\">x wrote:</div><blockquote type=cite>No</blockquote>",
            "Yes\n> x wrote:\n> No"),
        Case("ends that began nowhere", "</div></p>a</b></td>b", "ab"),
        Case("tags that never end", "a<b c='d", "a"),
        Case("less-than signs", "1 < 2 <3", "1 < 2 <3"),
        Case("lines that were laid out by hand", "<pre>a  b\nc</pre>", "a  b\nc"),
    ]

    @Test(arguments: cases) func text(_ example: Case) {
        #expect(HTMLText(example.html, limit: 10_000).text.trimmedEnd == example.text)
    }

    @Test func picturesInTheTextAreKnown() {
        #expect(HTMLText("<img src=\"cid:logo@x\"><IMG SRC='CID:b'>", limit: 100).pictures == ["logo@x", "b"])
    }

    @Test func itStopsAtItsLimit() {
        let text = HTMLText(String(repeating: "<p>word</p>", count: 10_000), limit: 1_000).text
        #expect((1_000..<1_100).contains(text.utf8.count))
    }
}
