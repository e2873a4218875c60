using System.Net;
using System.Text;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Interactivity;

[Trait("Req", "XP-1")]
public sealed class ResponseUrlTests : InteractiveTest
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task It_works_five_times_within_half_an_hour()
    {
        var url = Act.Unsent.Command(Ada, Channel, "/x", "").ResponseUrl!;
        for (var i = 0; i < 5; i++) Assert.Equal((HttpStatusCode.OK, """{"ok":true}"""), await SendAsync(url, """{"text":"hi"}"""));
        Assert.Equal((HttpStatusCode.NotFound, """{"ok":false,"error":"used_url"}"""), await SendAsync(url, """{"text":"hi"}"""));

        var late = Act.Unsent.Command(Ada, Channel, "/x", "").ResponseUrl!;
        Clock.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromMilliseconds(1));
        Assert.Equal((HttpStatusCode.NotFound, """{"ok":false,"error":"expired_url"}"""), await SendAsync(late, """{"text":"hi"}"""));
        Assert.Equal(5, Simulator.World.Ephemerals.Count);
        Assert.Equal(7, Simulator.Calls.Count("response_url"));
    }

    [Fact]
    public async Task It_speaks_to_one_person_or_to_all_even_where_the_bot_is_not()
    {
        var elsewhere = Simulator.World.AddChannel("elsewhere", withBot: false).Id;
        var url = Act.Unsent.Command(Ada, elsewhere, "/x", "").ResponseUrl!;

        await SendAsync(url, """{"text":"psst"}""");
        await SendAsync(url, """{"text":"hear hear","response_type":"in_channel"}""");

        var one = await Simulator.World.WaitForEphemeralAsync(Ada);
        Assert.Equal(("psst", elsewhere, Ada), (one.Text, one.Channel, one.EphemeralFor));
        Assert.Equal("hear hear", Assert.Single(Simulator.World.Messages(elsewhere)).Text);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"true\"")]
    public async Task It_replaces_and_deletes_the_message_that_was_clicked(string yes)
    {
        var ts = await PostAsync($"[{Actions(Button("go", "1"))}]");
        var url = Act.Unsent.Click(Ada, Channel, ts, "go").ResponseUrl!;

        await SendAsync(url, $$"""{"text":"done","replace_original":{{yes}}}""");
        var replaced = Simulator.World.Message(Channel, ts)!;
        await SendAsync(url, $$"""{"delete_original":{{yes}}}""");

        Assert.Equal(("done", null), (replaced.Text, replaced.Blocks));
        Assert.Null(Simulator.World.Message(Channel, ts));
        Assert.Empty(Simulator.World.Ephemerals);
    }

    [Fact]
    public async Task An_ephemeral_message_is_clicked_by_its_addressee_only_and_can_be_replaced()
    {
        var posted = await Api.FormAsync(
            "chat.postEphemeral", ("channel", Channel), ("user", Ada), ("text", "only you"), ("blocks", $"[{Actions(Button("go", "1"))}]"));
        var ts = posted.Text("message_ts");

        Assert.Throws<ArgumentException>(() => Act.Click(Grace, Channel, ts, "go"));
        var click = Act.Unsent.Click(Ada, Channel, ts, "go");
        await SendAsync(click.ResponseUrl!, """{"text":"replaced","replace_original":true}""");

        var payload = PayloadOf(click);
        Assert.True(payload.GetProperty("container").GetProperty("is_ephemeral").GetBoolean());
        Assert.False(payload.TryGetProperty("message", out _));
        Assert.Equal("replaced", Assert.Single(Simulator.World.Ephemerals).Text);
        await SendAsync(click.ResponseUrl!, """{"delete_original":true}""");
        Assert.Empty(Simulator.World.Ephemerals);
        Assert.Empty(Simulator.World.Messages(Channel));
    }

    [Fact]
    public async Task It_is_strict_about_what_it_is_sent_and_can_be_struck()
    {
        var root = Simulator.World.PostAsUser(Channel, Ada, "root");
        var url = Act.Unsent.Command(Ada, Channel, "/x", "").ResponseUrl!;

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(url, "{}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(url, "no json")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(url, """{"text":"x","thread_ts":"1700000000.000001"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(url, """{"text":"x","blocks":[{"type":"section"}]}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(url, "text=x", "application/x-www-form-urlencoded")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(new Uri(Simulator.PageUrl, "response/unknown"), """{"text":"x"}""")).Status);
        Simulator.Faults.Add(new Fault(FaultKind.ServerError) { Method = Fault.ResponseUrl, Times = 1 });
        Assert.Equal(HttpStatusCode.InternalServerError, (await SendAsync(url, """{"text":"x"}""")).Status);
        await SendAsync(url, $$"""{"text":"in the thread","response_type":"in_channel","thread_ts":"{{root}}"}""");

        Assert.Equal("in the thread", Simulator.World.Thread(Channel, root)[^1].Text);
        Assert.Empty(Simulator.World.Ephemerals);
    }

    [Fact]
    public async Task What_one_person_sees_appears_in_the_channel_whatever_thread_is_named()
    {
        var root = Simulator.World.PostAsUser(Channel, Ada, "root");
        Simulator.World.PostAsUser(Channel, Ada, "reply", root);
        await SendAsync(Act.Unsent.Command(Ada, Channel, "/x", "").ResponseUrl!, $$"""{"text":"psst","thread_ts":"{{root}}"}""");
        Assert.Equal(("psst", null), (Assert.Single(Simulator.World.Ephemerals).Text, Simulator.World.Ephemerals[0].ThreadTs));
    }

    [Fact]
    public async Task An_ephemeral_message_is_shown_in_a_thread_that_has_replies_and_else_by_nobody()
    {
        var root = Simulator.World.PostAsUser(Channel, Ada, "root");
        Assert.True((await ShowAsync()).Ok());
        Assert.Empty(Simulator.World.Ephemerals);
        Simulator.World.PostAsUser(Channel, Ada, "reply", root);
        Assert.True((await ShowAsync()).Ok());
        Assert.Equal(root, Assert.Single(Simulator.World.Ephemerals).ThreadTs);

        Task<System.Text.Json.JsonElement> ShowAsync() => Api.FormAsync("chat.postEphemeral", ("channel", Channel), ("user", Ada), ("text", "only you"), ("thread_ts", root));
    }

    [Fact]
    public async Task A_message_has_a_permanent_link_which_names_its_thread()
    {
        var root = Simulator.World.PostAsUser(Channel, Ada, "root");
        var reply = Simulator.World.PostAsUser(Channel, Ada, "reply", root);
        var link = (await Api.FormAsync("chat.getPermalink", ("channel", Channel), ("message_ts", reply))).Text("permalink");
        Assert.EndsWith($"/archives/{Channel}/p{reply.Replace(".", "", StringComparison.Ordinal)}?thread_ts={root}&cid={Channel}", link, StringComparison.Ordinal);
        Assert.DoesNotContain("thread_ts", (await Api.FormAsync("chat.getPermalink", ("channel", Channel), ("message_ts", root))).Text("permalink"), StringComparison.Ordinal);
        Assert.Equal("message_not_found", (await Api.FormAsync("chat.getPermalink", ("channel", Channel), ("message_ts", "1.1"))).Text("error"));
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(Uri url, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await Http.PostAsync(url, content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
