using System.Text.Json.Nodes;
using Holdfast.Documents.Tests.Support;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The agent makes pictures and edits them, and people find each of them in the thread once.</summary>
[Trait("Req", "AS-10")]
public sealed class ImageTests : EndToEndTest
{
    private const string GetUrl = "files.getUploadURLExternal";
    private const string Complete = "files.completeUploadExternal";

    private static readonly (string Key, string Value)[] Drawing = [("Images:Model", "gpt-image-1"), ("Slack:RequestTimeout", "00:00:02"), ("Images:Price", "0.04")];

    [Fact]
    public async Task A_picture_is_made_posted_with_words_for_those_who_do_not_see_it_and_seen_with_the_next_question()
    {
        await StartAsync(Drawing);
        var thread = World.MentionBot(General, Ada, "draw me a lighthouse at night");

        var picture = Assert.Single((await PicturesAsync(thread, 1))[0].Files);
        var answer = await AnswerAsync(General, thread, "Made \"picture-");
        Assert.Equal(("image/png", "a lighthouse at night", "a lighthouse at night"), (picture.MimeType, picture.Title, picture.AltText));
        Assert.Equal((1024, 1024), (picture.Width, picture.Height));
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        Assert.Contains("make_image", view.Json, StringComparison.Ordinal);
        Assert.Contains("$0.0400", view.Json, StringComparison.Ordinal);
        Assert.Contains("*Pictures made*", view.Json, StringComparison.Ordinal);
        Assert.Equal([picture.Id], PicturesIn(view));

        World.PostAsUser(General, Ada, "say seen", thread);
        await AnswerAsync(General, thread, "seen");
        Assert.Equal(World.FileBytes(picture.Id).ToArray(), Assert.Single(Slack.Model.Recent[^1].Images).Bytes.ToArray());

        await Server.KillAsync();
        await Server.StartAsync();
        World.PostAsUser(General, Ada, "say seen again", thread);
        await AnswerAsync(General, thread, "seen again");
        Assert.Equal(World.FileBytes(picture.Id).ToArray(), Assert.Single(Slack.Model.Recent[^1].Images).Bytes.ToArray());
    }

    [Fact]
    public async Task The_newest_picture_is_edited_whoever_it_is_from_and_the_title_says_which()
    {
        await StartAsync(Drawing);
        var attached = PictureFiles.Png(64, 48);
        var thread = World.PostFileAsUser(General, Ada, $"{World.Mention} edit the picture: make it winter", "cat.png", attached);
        var winter = Assert.Single((await PicturesAsync(thread, 1))[0].Files);
        await AnswerAsync(General, thread, "Edited \"cat.png\", which");
        Assert.Equal(attached, Asked.Images[0].Bytes.ToArray());
        Assert.Equal(("cat.png: make it winter", "make it winter"), (winter.Title, winter.AltText));

        World.PostAsUser(General, World.Grace.Id, "edit that picture: add snow", thread);
        var snow = (await PicturesAsync(thread, 2))[1].Files[0];
        Assert.Equal(World.FileBytes(winter.Id).ToArray(), Asked.Images[0].Bytes.ToArray());
        Assert.StartsWith(winter.Name[..30], snow.Title, StringComparison.Ordinal);
        await AnswerAsync(General, thread, "which I made");

        var newer = PictureFiles.Png(32, 16);
        World.PostFileAsUser(General, Ada, "edit the picture: make it blue", "dog.png", newer, thread);
        await PicturesAsync(thread, 3);
        Assert.Equal(newer, Asked.Images[0].Bytes.ToArray());
        await AnswerAsync(General, thread, "Edited \"dog.png\"");

        World.PostAsUser(General, Ada, "use edit_image {\"prompt\":\"red\",\"picture\":\"cat.png\"}", thread);
        await PicturesAsync(thread, 4);
        Assert.Equal(attached, Asked.Images[0].Bytes.ToArray());
        World.PostAsUser(General, Ada, "use edit_image {\"prompt\":\"red\",\"picture\":\"none.png\"}", thread);
        await AnswerAsync(General, thread, "no picture of this conversation has that name");
        await SeeFlowAsync(thread, World.Thread(General, thread)[0].Files[0].Id, winter.Id);
    }

    [Fact]
    public async Task What_was_made_a_moment_ago_is_edited_in_the_same_answer()
    {
        await StartAsync(Drawing);
        var thread = World.MentionBot(General, Ada, "use make_image {\"prompt\":\"a boat\"}\nuse edit_image {\"prompt\":\"a red boat\"}");
        var pictures = await PicturesAsync(thread, 2);
        Assert.Equal(World.FileBytes(pictures[0].Files[0].Id).ToArray(), Asked.Images[0].Bytes.ToArray());
    }

    [Theory]
    [InlineData(GetUrl, FaultKind.Hang)]
    [InlineData(GetUrl, FaultKind.LoseResponse)]
    [InlineData(Fault.FileUpload, FaultKind.Hang)]
    [InlineData(Fault.FileUpload, FaultKind.LoseResponse)]
    [InlineData(Complete, FaultKind.Hang)]
    [InlineData(Complete, FaultKind.LoseResponse)]
    [InlineData(Complete, FaultKind.PerformLate)]
    [Trait("Req", "RS-6")]
    public async Task A_kill_at_any_point_of_the_upload_leaves_one_picture(string method, FaultKind kind)
    {
        await StartAsync(Drawing);
        var fault = Slack.Faults.Add(new Fault(kind) { Method = method, Delay = TimeSpan.FromSeconds(1) });
        var thread = World.MentionBot(General, Ada, "draw a lighthouse");
        await Eventually.SeeAsync("the upload is struck", () => fault.Hits > 0);
        await Server.KillAsync();
        Slack.Faults.Clear();
        await Server.StartAsync();

        await PicturesAsync(thread, 1);
        await AnswerAsync(General, thread, "Made \"picture-");
        await Server.WaitUntilIdleAsync();
        Assert.Single(Shared(thread));
        Assert.Single(Slack.Model.Images.Recent);

        // What Slack has is known by its name there: it can be edited.
        World.PostAsUser(General, Ada, "edit the picture: make it winter", thread);
        await PicturesAsync(thread, 2);
        Assert.Equal(World.FileBytes(Shared(thread)[0].Files[0].Id).ToArray(), Asked.Images[0].Bytes.ToArray());
    }

    [Fact]
    public async Task Killed_while_it_is_drawn_it_is_drawn_after_the_start_and_posted_once()
    {
        await StartAsync(Drawing);
        Slack.Model.Images.Responder = (_, _) => ValueTask.FromResult(new ImageReply { IsStalled = true });
        var thread = World.MentionBot(General, Ada, "draw a lighthouse");
        await Slack.Model.Images.WaitForCallAsync(_ => true);
        await Server.KillAsync();
        Slack.Model.Images.Responder = null;
        await Server.StartAsync();
        await PicturesAsync(thread, 1);
        await AnswerAsync(General, thread, "Made \"picture-");
        await Server.WaitUntilIdleAsync();
        Assert.Single(Shared(thread));
    }

    [Fact]
    public async Task What_cannot_be_made_is_said_in_words()
    {
        (string Said, string Told)[] rows =
        [
            ("draw fail moderation: a bomb", "its safety rules refuse"),
            ("draw fail 429", "too much to do"),
            ("draw fail 500", "having problems"),
            ("draw fail 401", "An operator has to see to it"),
            ("draw stall", "took longer than 2.0 s"),
            ("use make_image {\"prompt\":\"a boat\",\"size\":\"512x512\"}", "Supported values are"),
            ("use make_image {\"prompt\":\"\"}", "is empty"),
            ("use edit_image {\"prompt\":\"red\"}", "there is no picture in this conversation"),
        ];
        await StartAsync([.. Drawing, ("Images:Timeout", "00:00:02")]);
        foreach (var (said, told) in rows)
        {
            var thread = World.MentionBot(General, Ada, said);
            await AnswerAsync(General, thread, told);
            Assert.Empty(Shared(thread));
        }
    }

    [Theory]
    [InlineData("insufficient_quota", "no credit left")]
    [InlineData("moderation_blocked", "its safety rules refuse")]
    public async Task A_refusal_is_told_by_what_it_means(string code, string told)
    {
        await StartAsync(Drawing);
        Slack.Model.Images.Responder = (_, _) => ValueTask.FromResult(new ImageReply { FailureStatus = 400, FailureCode = code });
        await AnswerAsync(General, World.MentionBot(General, Ada, "draw a boat"), told);
    }

    [Fact]
    public async Task What_is_no_picture_is_not_posted()
    {
        await StartAsync(Drawing);
        Slack.Model.Images.Responder = (_, _) => ValueTask.FromResult(new ImageReply { Pictures = ["<html>no picture</html>"u8.ToArray()] });
        var thread = World.MentionBot(General, Ada, "draw a boat");
        await AnswerAsync(General, thread, "something that is no picture");
        Assert.Empty(Shared(thread));
    }

    [Fact]
    public async Task A_stop_ends_the_drawing()
    {
        await StartAsync(Drawing);
        var thread = World.MentionBot(General, Ada, "draw stall");
        await Slack.Model.Images.WaitForCallAsync(_ => true);
        World.PostAsUser(General, Ada, "stop", thread);
        await Eventually.SeeAsync("the call was given up", () => Slack.Model.Cancelled > 0);
        await Server.WaitUntilIdleAsync();
        Assert.Empty(Shared(thread));
    }

    [Fact]
    public async Task One_answer_makes_no_more_pictures_than_the_operator_lets_it()
    {
        await StartAsync([.. Drawing, ("Images:MaxPerRun", "1")]);
        var thread = World.MentionBot(General, Ada, "use make_image {\"prompt\":\"one\"}\nuse make_image {\"prompt\":\"two\"}");
        await AnswerAsync(General, thread, "at most 1 picture");
        await Server.WaitUntilIdleAsync();
        Assert.Single(Shared(thread));
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task Without_a_model_for_pictures_there_are_no_such_tools()
    {
        await StartAsync();
        await AnswerAsync(General, World.MentionBot(General, Ada, "say well"), "well");
        Assert.DoesNotContain(Slack.Model.Recent[^1].Tools, tool => tool.Name.Contains("image", StringComparison.Ordinal));
    }

    private ImageRequest Asked => Slack.Model.Images.Recent[^1];

    private IReadOnlyList<SlackMessage> Shared(string thread) => [.. World.Thread(General, thread).Where(message => message.IsFromBot && message.Files.Count > 0)];

    /// <summary>View flow shows the picture of the question and the one of the answer, and opens without them once Slack has one of them no more.</summary>
    private async Task SeeFlowAsync(string thread, string asked, string made)
    {
        var answer = await AnswerAsync(General, thread, "Edited \"cat.png\", which");
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        Assert.Equal([asked, made], PicturesIn(view));
        Slack.Interactions.CloseView(Ada, view.Id);

        World.DeleteFile(asked);
        (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        Assert.Empty(PicturesIn(view));
        Assert.Contains("cat.png", view.Json, StringComparison.Ordinal);
        Slack.Interactions.CloseView(Ada, view.Id);
    }

    private static IEnumerable<string> PicturesIn(SlackView view) =>
        JsonNode.Parse(view.Json)!["blocks"]!.AsArray().Where(block => (string)block!["type"]! == "image").Select(block => (string)block!["slack_file"]!["id"]!);

    private async Task<IReadOnlyList<SlackMessage>> PicturesAsync(string thread, int count)
    {
        await Eventually.SeeAsync($"{count} pictures in the thread", () => Shared(thread).Count >= count, () => $"{Shared(thread).Count}: {string.Join(" | ", Answers(General, thread))}");
        return Shared(thread);
    }
}
