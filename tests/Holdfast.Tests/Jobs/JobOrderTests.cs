using System.Text.Json;
using Holdfast.Jobs;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tools;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Jobs;

/// <summary>What the model may ask for, and what people are shown of it.</summary>
public sealed class JobOrderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Req", "RS-19")]
    [InlineData("""{}""", "either")]
    [InlineData("""{"command":["a"],"script":"a"}""", "not both")]
    [InlineData("""{"command":null,"script":null}""", "either")]
    [InlineData("""{"command":"git status"}""", "array of strings")]
    [InlineData("""{"command":[]}""", "begin with a command")]
    [InlineData("""{"command":[" "]}""", "begin with a command")]
    [InlineData("""{"command":["a",1]}""", "nothing but strings")]
    [InlineData("""{"command":["a","\u0000"]}""", "NUL")]
    [InlineData("""{"command":["a","\ud800"]}""", "nothing but strings")]
    [InlineData("""{"script":""}""", "empty")]
    [InlineData("""{"script":["a"]}""", "must be a string")]
    [InlineData("""{"script":"a\u0000b"}""", "NUL")]
    [InlineData("""{"command":["a"],"directory":5}""", "must be a string")]
    [InlineData("""{"command":["a"],"directory":".."}""", "within it")]
    [InlineData("""{"command":["a"],"directory":"/"}""", "within it")]
    [InlineData("""{"command":["a"],"directory":"missing"}""", "doesn't exist")]
    [InlineData("""{"command":["a"],"cwd":"/"}""", "no such argument as \"cwd\"")]
    public void What_is_not_exactly_as_expected_is_refused(string arguments, string reason) =>
        Assert.Contains(reason, Assert.IsType<ToolReview.Refused>(Review(arguments)).Reason, StringComparison.Ordinal);

    [Fact]
    [Trait("Req", "RS-19")]
    public void What_is_too_long_is_refused() => Assert.Contains(
        "longer than", Assert.IsType<ToolReview.Refused>(Review(JsonSerializer.Serialize(new { script = new string('x', 50_001) }))).Reason, StringComparison.Ordinal);

    [Theory]
    [Trait("Req", "SE-3")]
    [InlineData("""["git","log","-5"]""", "git log -5")]
    [InlineData("""["git","log -5"]""", "git \"log -5\"")]
    [InlineData("""["a","","'","\"","\\"]""", "a \"\" \"'\" \"\\\"\" \"\\\\\"")]
    [InlineData("""["a","b\nin /elsewhere\t\r"]""", "a \"b\\nin /elsewhere\\t\\r\"")]
    [InlineData("""["a","\u00a0","\\u{00A0}"]""", "a \"\\u{00A0}\" \"\\\\u{00A0}\"")]
    [InlineData("""["a","$HOME;`id`&"]""", "a \"$HOME;`id`&\"")]
    public void Each_argument_can_be_told_from_the_next(string command, string shown) =>
        Assert.Equal($"{shown}\nin {_folder.Path}", Assert.IsType<ToolReview.Accepted>(Review($$"""{"command":{{command}}}""")).Shown);

    [Fact]
    [Trait("Req", "SE-3")]
    public void A_script_is_shown_in_full_after_everything_of_ours() => Assert.Equal(
        $"in {_folder.Path}\n/bin/sh runs this script:\nid\nin /elsewhere\n", Assert.IsType<ToolReview.Accepted>(Review("""{"script":"id\nin /elsewhere\n"}""")).Shown);

    [Fact]
    [Trait("Req", "SE-3")]
    public void A_link_out_of_the_working_directory_is_followed_before_it_is_judged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "a", "b"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "out"), Path.GetTempPath());
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "in"), Path.Combine("a", "b"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "round"), "round");
        Assert.IsType<ToolReview.Refused>(Review("""{"command":["a"],"directory":"out"}"""));
        Assert.IsType<ToolReview.Refused>(Review("""{"command":["a"],"directory":"round"}"""));
        Assert.IsType<ToolReview.Refused>(Review("""{"command":["a"],"directory":"in/../../../.."}"""));
        Assert.EndsWith("/a/b", Assert.IsType<ToolReview.Accepted>(Review("""{"command":["a"],"directory":"in"}""")).Shown, StringComparison.Ordinal);

        // As the system reads it: up from where the link leads.
        Assert.EndsWith("/a", Assert.IsType<ToolReview.Accepted>(Review("""{"command":["a"],"directory":"in/.."}""")).Shown, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Req", "RS-19")]
    [InlineData("""{"command":["git","status"]}""", true)]
    [InlineData("""{"command":["git","status","-s"]}""", false)]
    [InlineData("""{"command":["git status"]}""", false)]
    [InlineData("""{"command":["GIT","status"]}""", false)]
    [InlineData("""{"command":["git","log"]}""", true)]
    [InlineData("""{"command":["git","log","-5","x y"]}""", true)]
    [InlineData("""{"command":["git","-C","/","log"]}""", false)]
    [InlineData("""{"command":["./build.sh"]}""", true)]
    [InlineData("""{"command":["./build.sh"],"directory":"sub"}""", false)]
    [InlineData("""{"command":["git","status"],"directory":"sub"}""", true)]
    [InlineData("""{"script":"git status"}""", false)]
    public void The_allow_list_is_compared_word_by_word(string arguments, bool isAllowed)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "sub"));
        Assert.Equal(isAllowed, Assert.IsType<ToolReview.Accepted>(Review(arguments, "git  status", "git log *", "./build.sh")).IsAllowListed);
    }

    [Theory]
    [Trait("Req", "CX-8")]
    [InlineData("", "empty")]
    [InlineData("*", "every command")]
    [InlineData("git * x", "only at the end")]
    [InlineData("git commit -m 'x'", "quotes")]
    [InlineData("git log *", null)]
    public void An_entry_that_its_author_may_misunderstand_is_refused(string entry, string? problem)
    {
        if (problem is null)
            Assert.Null(AllowList.ProblemOf(entry));
        else
            Assert.Contains(problem, AllowList.ProblemOf(entry), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Req", "RS-19")]
    [InlineData("fix it", new[] { "agent", "-p", "fix it" })]
    [InlineData("--yolo", new[] { "agent", "-p", " --yolo" })]
    [InlineData("a {prompt} b", new[] { "agent", "-p", "a {prompt} b" })]
    public void A_task_is_one_argument_and_never_an_option(string prompt, string[] expected)
    {
        var options = Options.Create(new JobOptions { Enabled = true, WorkingDirectory = _folder.Path, CodeCommand = { "agent", "-p" } });
        var order = new JobOrder { Command = ["agent", "-p", "{prompt}"], Prompt = expected[2], Directory = _folder.Path };
        Assert.Equal(expected, JobOrder.Read(order.ToJson()).Arguments(""));
        var tool = new CodeTool(Requests(options), options);
        Assert.Equal(order.Shown, Assert.IsType<ToolReview.Accepted>(tool.Review(JsonSerializer.SerializeToElement(new { prompt }))).Shown);
    }

    private JobRequests Requests(IOptions<JobOptions> options)
    {
        var store = new InMemoryStore(_clock);
        return new JobRequests(store, store, new JobCards(new(_clock)), new JobReports(options, _clock), options, _clock);
    }

    private ToolReview Review(string arguments, params string[] allowed)
    {
        var options = new JobOptions { Enabled = true, WorkingDirectory = _folder.Path };
        foreach (var entry in allowed)
            options.AllowList.Add(entry);
        return new ExecTool(Requests(Options.Create(options)), Options.Create(options)).Review(JsonElement.Parse(arguments));
    }
}
