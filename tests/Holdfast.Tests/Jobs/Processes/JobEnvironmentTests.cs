using System.Collections;
using Holdfast.Jobs.Processes;

namespace Holdfast.Tests.Jobs.Processes;

public sealed class JobEnvironmentTests
{
    [Fact]
    public void The_usual_variables_and_a_plain_terminal_are_passed_on()
    {
        Assert.Equal(
            ["HOME=/home/x", "LANG=C.UTF-8", "LC_ALL=C", "PATH=/bin", "TERM=dumb", "TZ=Europe/Berlin"],
            Scrub([], ("PATH", "/bin"), ("HOME", "/home/x"), ("LANG", "C.UTF-8"), ("LC_ALL", "C"), ("TZ", "Europe/Berlin"), ("TERM", "xterm"), ("EDITOR", "vi")));
    }

    [Fact]
    public void What_the_operator_lists_is_passed_on()
    {
        Assert.Equal(
            ["CI=1", "CI_JOB=7", "TERM=dumb"],
            Scrub(["CI", "CI_*", "ABSENT"], ("CI", "1"), ("CI_JOB", "7"), ("CIRCLE", "no")));
    }

    [Theory, Trait("Req", "CX-7")]
    [InlineData("MY_TOKEN", "x")]
    [InlineData("MY_SECRET_THING", "x")]
    [InlineData("my_api_key", "x")]
    [InlineData("MY_PASSWORD", "x")]
    [InlineData("MY_CREDENTIALS", "x")]
    [InlineData("MY_URL", "https://user:pass@host/x")]
    [InlineData("MY_DB", "postgres://user:pass@host/db")]
    public void What_looks_secret_must_be_listed_by_its_name(string name, string value)
    {
        Assert.Equal(["TERM=dumb"], Scrub(["MY_*", "my_*"], (name, value)));
        Assert.Equal(["TERM=dumb"], Scrub(["*"], (name, value)));
        Assert.Contains($"{name}={value}", Scrub([name], (name, value)));
    }

    [Theory, Trait("Req", "CX-7")]
    [InlineData("SLACK_BOT_TOKEN")]
    [InlineData("slack_app_token")]
    [InlineData("SLACK_API_URL")]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("OPENAI_BASE_URL")]
    [InlineData("ANTHROPIC_API_KEY")]
    [InlineData("HOLDFAST_Slack__BotToken")]
    [InlineData("HOLDFAST_JOB")]
    [InlineData("ConnectionStrings__Postgres")]
    [InlineData("PGPASSWORD")]
    [InlineData("DATABASE_URL")]
    public void Holdfasts_own_are_never_passed_on(string name)
    {
        Assert.Equal(["TERM=dumb"], Scrub([name, "*"], (name, "x")));
        Assert.True(JobEnvironment.IsOwn(name));
    }

    [Theory, Trait("Req", "CX-7")]
    [InlineData("xoxb-1-2-abc")]
    [InlineData("--token=xapp-1-A1-2-abc")]
    [InlineData("XOXE.xoxb-1-abc")]
    public void A_token_of_slacks_is_never_passed_on_under_whatever_name(string value) =>
        Assert.Equal(["TERM=dumb"], Scrub(["OTHER", "PATH"], ("OTHER", value), ("PATH", value)));

    private static IEnumerable<string> Scrub(string[] listed, params (string Name, string Value)[] variables)
    {
        var environment = new Hashtable();
        foreach (var (name, value) in variables)
            environment[name] = value;
        return JobEnvironment.Scrub(environment, listed).Select(variable => $"{variable.Key}={variable.Value}").Order(StringComparer.Ordinal);
    }
}
