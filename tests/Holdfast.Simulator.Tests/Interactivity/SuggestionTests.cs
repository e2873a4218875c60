using System.Text.Json;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.Interactivity;

/// <summary>Selects whose options the app gives while a person types.</summary>
[Trait("Req", "XP-1")]
public sealed class SuggestionTests : InteractiveTest
{
    private const string Select = """{"type":"external_select","action_id":"boat","min_query_length":2}""";

    [Fact]
    public async Task The_app_is_asked_with_what_was_typed_and_only_what_it_offers_can_be_chosen()
    {
        var ts = await PostAsync($"[{Actions(Select)}]");
        var asked = Act.Suggest(Ada, Channel, ts, "boat", "ke");
        var payload = (await AckNextAsync("""{"options":[{"text":{"type":"plain_text","text":"The Ketch"},"value":"ketch"}]}""")).GetProperty("payload");

        Assert.Equal(("block_suggestion", "boat", "acts", "ke"), (payload.Text("type"), payload.Text("action_id"), payload.Text("block_id"), payload.Text("value")));
        Assert.Equal((ts, "message"), (payload.GetProperty("container").Text("message_ts"), payload.GetProperty("container").Text("type")));
        Assert.Equal(Ada, payload.GetProperty("user").Text("id"));
        Assert.Equal(new SuggestedOption("ketch", "The Ketch"), Assert.Single((await asked.Ended).Options) with { Json = "{}" });

        Assert.Throws<ArgumentException>(() => Act.Click(Ada, Channel, ts, "boat", "kayak"));
        Act.Click(Ada, Channel, ts, "boat", "ketch");
        var action = (await AckNextAsync()).GetProperty("payload").GetProperty("actions")[0];
        Assert.Equal("The Ketch", action.GetProperty("selected_option").GetProperty("text").Text("text"));
        Assert.Throws<ArgumentException>(() => Act.Suggest(Ada, Channel, ts, "boat", "k"));
        Assert.Throws<ArgumentException>(() => Act.Suggest(Ada, Channel, ts, "other", "ke"));
    }

    [Fact]
    public async Task In_a_view_groups_are_offered_and_what_was_chosen_before_stays_chosen()
    {
        var input = Input("b", "n").Replace("""{"type":"plain_text_input","action_id":"n"}""", """{"type":"multi_external_select","action_id":"boats","min_query_length":0}""", StringComparison.Ordinal);
        var view = await OpenAsync(Modal($"[{input}]"));
        var first = Act.SuggestInView(Ada, view, "boats", "");
        var asked = await AckNextAsync("""{"option_groups":[{"label":{"type":"plain_text","text":"Sail"},"options":[{"text":{"type":"plain_text","text":"Ketch"},"value":"ketch"}]}]}""");
        Assert.Equal(view, asked.GetProperty("payload").GetProperty("view").Text("id"));
        Assert.Equal("Sail", Assert.Single((await first.Ended).Options).Group);
        var submitted = Act.Submit(Ada, view, new Dictionary<string, string> { ["boats"] = "ketch" });
        await AckNextAsync("""{"response_action":"errors","errors":{"b":"One more"}}""");
        Assert.Equal("One more", (await submitted.Ended).Errors["b"]);

        var second = Act.SuggestInView(Ada, view, "boats", "kay");
        await AckNextAsync("""{"options":[{"text":{"type":"plain_text","text":"Kayak"},"value":"kayak"}]}""");
        await second.Ended;
        Act.Submit(Ada, view, new Dictionary<string, string> { ["boats"] = "ketch,kayak" });
        var state = (await AckNextAsync()).GetProperty("payload").GetProperty("view").GetProperty("state").GetProperty("values").GetProperty("b").GetProperty("boats");
        Assert.Equal(["Ketch", "Kayak"], state.GetProperty("selected_options").EnumerateArray().Select(option => option.GetProperty("text").Text("text")));
    }

    [Theory]
    [InlineData(null, "must carry options")]
    [InlineData("""{"options":[{"value":"x"}]}""", "missing required field: text")]
    [InlineData("""{"choices":[]}""", "missing required field: options")]
    public async Task An_answer_that_offers_nothing_says_why(string? answer, string problem)
    {
        var ts = await PostAsync($"[{Actions(Select)}]");
        var asked = Act.Suggest(Ada, Channel, ts, "boat", "ke");
        await AckNextAsync(answer);
        var outcome = await asked.Ended;
        Assert.Contains(problem, outcome.Problem, StringComparison.Ordinal);
        Assert.Empty(outcome.Options);
    }

    [Fact]
    public async Task An_app_that_does_not_answer_in_time_leaves_the_person_with_nothing()
    {
        var ts = await PostAsync($"[{Actions(Select)}]");
        var asked = Act.Suggest(Ada, Channel, ts, "boat", "ke");
        await Socket.NextAsync();
        Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("operation_timeout", (await asked.Ended).Failure);
    }

    [Fact]
    public async Task It_is_typed_from_outside_as_well()
    {
        var ts = await PostAsync($"[{Actions(Select)}]");
        using var http = new HttpClient { BaseAddress = new Uri(Simulator.PageUrl, "control/") };
        using var content = new StringContent($$"""{"channel":"C0GENERAL","ts":"{{ts}}","action_id":"boat","value":"ke"}""", null, "application/json");
        var asked = http.PostAsync("suggestions", content);
        await AckNextAsync("""{"options":[{"text":{"type":"plain_text","text":"The Ketch"},"value":"ketch"}]}""");
        using var answer = await asked;
        var option = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("outcome").GetProperty("options")[0];
        Assert.Equal(("ketch", "The Ketch"), (option.Text("value"), option.Text("text")));
    }
}
