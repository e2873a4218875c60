using Holdfast.Documents.Tests.Support;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Holdfast.Documents.Tests;

/// <summary>Runs the tests; or, started by one of them, is the process that reads.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => args switch
    {
        [ReadingHost.Verb, .. var rest] => ReadingHost.RunAsync(rest),
        _ when args.Any(argument => argument is "-automated" or "@@") => ConsoleRunner.Run(args),
        _ => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
