using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Testing.Servers;

/// <summary>
/// A real Redis in a folder of its own, on a port that stays the same while it is killed, stopped, paused and started again.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigStop = 19;
    private const int SigContinue = 18;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly RedisServerOptions _options;
    private readonly TestCertificates? _certificates;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private RedisServer(RedisServerOptions options)
    {
        _options = options;
        Port = options.Port ?? Ports.Free();
        if (options.IsTls)
            _certificates = new TestCertificates(_folder.Path);
    }

    public int Port { get; }

    /// <summary>The certificate of the authority that its own is signed by.</summary>
    public string CertificateAuthority => _certificates!.AuthorityFile;

    /// <summary>A socket file that it listens on as well.</summary>
    public string SocketFile => Path.Combine(_folder.Path, "redis.sock");

    public string Url => $"{(_options.IsTls ? "rediss" : "redis")}://{(_options.Password is { } password ? $":{Uri.EscapeDataString(password)}@" : "")}127.0.0.1:{Port}/0";

    public static async Task<RedisServer> StartAsync(RedisServerOptions? options = null)
    {
        Assert.SkipUnless(IsInstalled("redis-server") && IsInstalled("redis-cli"), "redis-server is not installed.");
        var server = new RedisServer(options ?? new RedisServerOptions());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it on its port, with what it had saved; it answers when the task completes.</summary>
    public async Task StartAgainAsync()
    {
        List<string> arguments =
        [
            _options.IsTls ? "--tls-port" : "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder.Path, "--unixsocket", SocketFile, "--save", "",
            "--appendonly", _options.IsPersistent ? "yes" : "no", "--appendfsync", "always", "--enable-debug-command", "local", .. _options.Arguments,
        ];
        if (_options.Password is { } password)
            arguments.AddRange(["--requirepass", password]);
        if (_certificates is { } certificates)
        {
            arguments.AddRange(
            [
                "--port", "0", "--tls-cert-file", certificates.CertificateFile, "--tls-key-file", certificates.KeyFile,
                "--tls-ca-cert-file", certificates.AuthorityFile, "--tls-auth-clients", "no",
            ]);
        }

        var info = new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        _process = Process.Start(info)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var since = Stopwatch.GetTimestamp();
        while ((await TryCommandAsync("PING")).Output.Trim() != "PONG")
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(since) > Patience)
                throw new InvalidOperationException($"redis-server did not come up on port {Port}:\n{_output}");
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>SIGTERM.</summary>
    public async Task StopAsync()
    {
        Send(SigTerm);
        await _process!.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>It hangs: its connections stay, and nothing is answered.</summary>
    public void Pause() => Send(SigStop);

    public void Resume() => Send(SigContinue);

    /// <summary>What it answers to a command, as text.</summary>
    public async Task<string> CommandAsync(params string[] command)
    {
        var (code, output) = await TryCommandAsync(command);
        return code == 0 ? output.TrimEnd('\n') : throw new InvalidOperationException($"{string.Join(' ', command)}: {output}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            Resume();
            await KillAsync();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private async Task<(int Code, string Output)> TryCommandAsync(params string[] command)
    {
        // Over the socket file: without TLS, whatever the network speaks.
        var info = new ProcessStartInfo("redis-cli", ["-s", SocketFile, "--no-auth-warning", .. command]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (_options.Password is { } password)
            info.Environment["REDISCLI_AUTH"] = password;
        using var cli = Process.Start(info)!;
        var output = await cli.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await cli.WaitForExitAsync().WaitAsync(Patience);
        return (cli.ExitCode, output);
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    private void Send(int signal)
    {
        if (Kill(_process!.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} did not reach redis-server (errno {Marshal.GetLastPInvokeError()}).");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}

/// <summary>How a Redis is set up.</summary>
internal sealed record RedisServerOptions
{
    public string? Password { get; init; }

    public bool IsTls { get; init; }

    /// <summary>Whether it knows after a kill what it knew before.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>A port of the test's choice; any free one without.</summary>
    public int? Port { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];
}
