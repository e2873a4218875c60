using System.Text.Json;
using Holdfast.Slack.Text;

namespace Holdfast.Slack.Tests.Text;

/// <summary>What a message says in plain words.</summary>
[Trait("Req", "AS-26")]
public sealed class MessageReaderTests
{
    private static readonly UserId Me = new("UBOT");

    [Theory]
    [InlineData("no markup at all", "no markup at all")]
    [InlineData("<https://example.com/a?b=1&amp;c=2|the page>", "the page (https://example.com/a?b=1&c=2)")]
    [InlineData("<https://example.com>", "https://example.com")]
    [InlineData("<http://example.com|example.com> and <https://example.com/|https://example.com/>", "example.com and https://example.com/")]
    [InlineData("<mailto:ada@example.com|ada@example.com>, <mailto:ada@example.com?subject=x|Ada>", "ada@example.com, Ada (ada@example.com)")]
    [InlineData("<tel:+44123|+44 123>", "+44 123 (+44123)")]
    [InlineData("<@U1> and <@U2|grace> in <#C1> or <#C2|general>, <!subteam^S1> or <!subteam^S2|@oncall>", "@U1 and @grace in #C1 or #general, @S1 or @oncall")]
    [InlineData("<@UBOT> hi <@UBOT|bot>", "hi")]
    [InlineData("<!here> <!channel|@channel> <!everyone> <!new|brand new> <!odd>", "@here @channel @everyone brand new odd")]
    [InlineData("<!date^1392734382^{date} at {time}|Feb 18>", "2014-02-18 14:39 UTC")]
    [InlineData("<!date^1392734382^{time_secs}^https://example.com|Feb 18>", "2014-02-18 14:39:42 UTC (https://example.com)")]
    [InlineData("<!date^99999999999999^{date}|some day> <!date^x|never>", "some day never")]
    [InlineData("5 &lt; 6 &amp;&amp; 7 &gt; 6; &lt;@U1&gt; is typed, &amp;lt; too", "5 < 6 && 7 > 6; <@U1> is typed, &lt; too")]
    [InlineData("a < b, <unclosed, <> and <<@U1>", "a < b, <unclosed, <> and <@U1")]
    [InlineData("`x &lt; y` :wave: ```<https://example.com>```", "`x < y` :wave: ```https://example.com```")]
    [InlineData("<@no such id!> <#|x> <@>", "@no such id! x (#) @")]
    public void Markup_becomes_words_before_the_entities_become_characters(string text, string words) => Assert.Equal(words, Read(text).Text);

    [Fact]
    public void What_is_named_by_an_id_is_found_in_the_words_at_its_place()
    {
        var words = Read("  <@UBOT> ask <@U1> or <@U2|grace> in <#C1>, <!subteam^S1>");
        Assert.Equal("ask @U1 or @grace in #C1, @S1", words.Text);
        Assert.Equal([("User", "U1", "@U1"), ("User", "U2", "@grace"), ("Channel", "C1", "#C1"), ("Group", "S1", "@S1")], Named(words));
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"see "},{"type":"link","url":"https://example.com","text":"this"},{"type":"text","text":" "},{"type":"emoji","name":"wave"}]""", "see this (https://example.com) :wave:")]
    [InlineData("""[{"type":"user","user_id":"U1"},{"type":"text","text":" in "},{"type":"channel","channel_id":"C1"},{"type":"usergroup","usergroup_id":"S1"},{"type":"broadcast","range":"here"}]""", "@U1 in #C1@S1@here")]
    [InlineData("""[{"type":"text","text":"bold","style":{"bold":true}},{"type":"text","text":" code","style":{"code":true}},{"type":"date","timestamp":1392734382,"format":"{date}"}]""", "bold` code`2014-02-18 14:39 UTC")]
    [InlineData("""[{"type":"text","text":"5 < 6 <@U9>"},{"type":"novelty","text":"!"},7,null,{"type":"user","user_id":"a\nb"}]""", "5 < 6 <@U9>!a b")]
    public void Rich_text_is_read_where_there_is_no_other(string runs, string words) =>
        Assert.Equal(words, Read("", $$"""[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":{{runs}}}]}]""").Text);

    [Fact]
    public void Lists_quotations_and_code_keep_their_shape()
    {
        const string blocks = """
            [{"type":"rich_text","elements":[
              {"type":"rich_text_section","elements":[{"type":"text","text":"Before:\n"}]},
              {"type":"rich_text_list","style":"bullet","elements":[
                {"type":"rich_text_section","elements":[{"type":"text","text":"one"}]},
                {"type":"rich_text_section","elements":[{"type":"user","user_id":"U1"},{"type":"text","text":"\nmore"}]}]},
              {"type":"rich_text_list","style":"ordered","indent":1,"offset":2,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"third"}]}]},
              {"type":"rich_text_quote","elements":[{"type":"text","text":"said\nso"}]},
              {"type":"rich_text_preformatted","elements":[{"type":"text","text":"if (a < b)\n  run();"}]}]}]
            """;
        var words = Read(null, blocks);
        Assert.Equal("Before:\n• one\n• @U1\n  more\n  3. third\n> said\n> so\n```\nif (a < b)\n  run();\n```", words.Text);
        Assert.Equal([("User", "U1", "@U1")], Named(words));
    }

    [Theory]
    [InlineData("*one*\n• two", """[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one"}]},{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"two"}]}]}]}]""", "*one*\n• two")]
    [InlineData("Deploy", """[{"type":"section","text":{"type":"mrkdwn","text":"*Deploy* of <https://example.com|web> is done"}}]""", "*Deploy* of web (https://example.com) is done")]
    [InlineData("Look here", """[{"type":"section","text":{"type":"plain_text","text":"All is well"}}]""", "Look here\nAll is well")]
    [InlineData("see", """[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"see"}]}]},{"type":"table","rows":[[{"type":"raw_text","text":"a"},{"type":"raw_text","text":"b"}],[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"U1"},{"type":"text","text":"\nx"}]}]}]]}]""", "see\n| a | b |\n| @U1 x |")]
    [InlineData("only text", "[]", "only text")]
    [InlineData("only text", "{}", "only text")]
    public void What_stands_in_text_and_blocks_is_said_once(string text, string blocks, string words) => Assert.Equal(words, Read(text, blocks).Text);

    [Fact]
    public void A_card_of_an_app_is_read_from_top_to_bottom()
    {
        const string blocks = """
            [{"type":"header","text":{"type":"plain_text","text":"Incident 7"}},
             {"type":"section","text":{"type":"mrkdwn","text":"Owner: <@U1>"},"fields":[{"type":"mrkdwn","text":"*State*\nopen"},{"type":"plain_text","text":"P1"}],"accessory":{"type":"button"}},
             {"type":"divider"},
             {"type":"context","elements":[{"type":"image","alt_text":"fire"},{"type":"mrkdwn","text":"since <!date^1392734382^{date}|then>"}]},
             {"type":"image","title":{"type":"plain_text","text":"Graph"},"alt_text":"a graph"},
             {"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Close"}}]},
             {"type":"brand_new","title":"News","body":{"type":"mrkdwn","text":"of <https://example.com|them>"},"elements":[{"type":"section","text":{"type":"plain_text","text":"inside"}}]}]
            """;
        Assert.Equal(
            "Incident 7\nOwner: @U1\n*State*\nopen\nP1\n(image: fire) since 2014-02-18 14:39 UTC\n(image: Graph)\nNews\nof them (https://example.com)\ninside", Read("", blocks).Text);
    }

    [Fact]
    public void A_forwarded_message_comes_with_its_author_and_cannot_pass_for_what_was_typed()
    {
        const string attachments = """
            [{"is_msg_unfurl":true,"is_share":true,"author_name":"Grace\n[Hopper]","author_id":"U2","channel_name":"random","ts":"1392734382.000100",
              "text":"ask <@U3>\n[Ada] yes","from_url":"https://example.slack.com/archives/C2/p1","files":[{"id":"F1","name":"a.pdf","size":3}],
              "attachments":[{"is_share":true,"author_name":"Linus","text":"inner"}]},
             {"from_url":"https://example.com","title":"A preview","text":"of a link"},
             {"title":"Build 5","title_link":"https://ci.example.com/5","text":"*red* &amp; dead","fields":[{"title":"Branch","value":"main"}],"fallback":"Build 5 is red"},
             {"fallback":"only that"}]
            """;
        var words = Read("<@UBOT> what is this?", attachments: attachments);
        Assert.Equal(
            """
            what is this?

            [Forwarded message from Grace Hopper in #random, 2014-02-18 14:39 UTC]
            > ask @U3
            > [Ada] yes
            > 
            > [Forwarded message from Linus]
            > > inner

            > Build 5 (https://ci.example.com/5)
            > *red* & dead
            > Branch: main

            > only that
            """.ReplaceLineEndings("\n"),
            words.Text);
        Assert.Equal([("User", "U3", "@U3")], Named(words));
        Assert.Equal([("F1", "a.pdf", 3L)], words.Files.Select(file => (file.Id, file.Name, file.Size)));
    }

    [Fact]
    public void A_forwarded_message_of_blocks_is_read_from_them()
    {
        const string attachments = """
            [{"is_share":true,"author_subname":"Ada","text":"","message_blocks":[{"team":"T1","message":{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"said so"}]}]}]}}]}]
            """;
        Assert.Equal("[Forwarded message from Ada]\n> said so", Read(null, attachments: attachments).Text);
    }

    [Fact]
    public void Nothing_that_an_app_makes_up_is_more_than_is_kept()
    {
        var deep = string.Concat(Enumerable.Repeat("""[{"is_share":true,"text":"x","attachments":""", 300)) + "[]" + string.Concat(Enumerable.Repeat("}]", 300));
        var wide = $"[{string.Join(',', Enumerable.Repeat("""{"text":"<@U1>"}""", 20_000))}]";
        var long_ = $$"""[{"text":"{{new string('a', 3_000_000)}}"}]""";
        Assert.Equal(6, Read("", attachments: deep).Text.Split("Forwarded").Length - 1);
        Assert.True(Read("", attachments: wide).Text.Length <= 2_000_001);
        Assert.Equal(200, Read("", attachments: wide).Mentions.Count);
        Assert.True(Read(new string('b', 3_000_000), attachments: long_).Text.Length <= 2_000_001);
        Assert.True(Read(new string('<', 3_000_000)).Text.Length <= 2_000_001);
        Assert.Equal(2_000_001, Read(string.Concat(Enumerable.Repeat("😀", 1_500_000))).Text.Length);
    }

    [Fact]
    public void Whatever_shape_it_has_it_is_read_or_left_out()
    {
        var random = new Random(7);
        string[] shapes =
        [
            "7", "null", "\"x\"", "[]", "{}", "[[[]]]", "{\"text\":7}", "{\"type\":\"section\",\"text\":[]}", "{\"type\":\"rich_text\",\"elements\":{}}", "{\"type\":\"table\",\"rows\":[7,[7,{}]]}",
            "{\"type\":\"context\",\"elements\":[[],{\"type\":\"image\"}]}", "{\"is_share\":true,\"ts\":\"999999999999.1\",\"message_blocks\":[1,{\"message\":2}],\"files\":[1,{\"id\":2}]}",
            "{\"title\":{},\"fields\":[1,{}]}", "{\"type\":\"rich_text\",\"elements\":[{\"type\":\"rich_text_list\",\"indent\":\"x\",\"offset\":-5,\"elements\":[1]}]}", "{\"text\":\"\\ud800\"}",
        ];
        for (var i = 0; i < 300; i++)
        {
            string Some() => $"[{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => shapes[random.Next(shapes.Length)]))}]";
            Assert.NotNull(Read(shapes[random.Next(shapes.Length)], Some(), Some()).Text);
        }
    }

    [Theory]
    [InlineData("Ada Lovelace", "Ada Lovelace")]
    [InlineData(" Ada\n\n[Lovelace] <b> \u202Ex", "Ada Lovelace b x")]
    [InlineData("\u200B", "")]
    [InlineData(null, "")]
    public void A_name_stays_one(string? name, string plain) => Assert.Equal(plain, PlainName.Of(name));

    [Fact]
    public void A_long_name_is_cut_between_characters() => Assert.Equal(80, PlainName.Of(string.Concat(Enumerable.Repeat("😀", 100))).Length);

    private static Words Read(string? text, string? blocks = null, string? attachments = null) =>
        MessageReader.Read(text, Element(blocks), Element(attachments), Me);

    private static JsonElement? Element(string? json) => json is null ? null : JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000 }).RootElement;

    private static IEnumerable<(string, string, string)> Named(Words words) =>
        words.Mentions.Select(mention => (mention.Kind.ToString(), mention.Id, words.Text.Substring(mention.Start, mention.Length)));
}
