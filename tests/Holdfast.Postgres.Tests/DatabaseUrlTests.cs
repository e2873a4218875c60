namespace Holdfast.Postgres.Tests;

[Trait("Req", "CX-7")]
public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData("postgres://ada:secret@db/chat", "db", 5432, "ada", "secret", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgresql://ada:secret@db:6000/chat", "db", 6000, "ada", "secret", "chat", "postgres://***@db:6000/chat")]
    [InlineData(" postgres://ada:s%40e%2Fc%3Ar%25et@db/chat ", "db", 5432, "ada", "s@e/c:r%et", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://ada:p@ss@db/chat", "db", 5432, "ada", "p@ss", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://ada:s/e:c@db/chat", "db", 5432, "ada", "s/e:c", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://a%64a@[::1]:6000/chat", "::1", 6000, "ada", null, "chat", "postgres://***@[::1]:6000/chat")]
    [InlineData("postgres://ada@%2Fvar%2Frun%2Fpostgresql/chat", "/var/run/postgresql", 5432, "ada", null, "chat", "postgres://***@/var/run/postgresql/chat")]
    [InlineData("postgres://ada@db", "db", 5432, "ada", null, "ada", "postgres://***@db:5432/ada")]
    [InlineData("postgres://db/chat?user=ada&password=secret", "db", 5432, "ada", "secret", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://ada:secret@db1:6000,db2:6001/chat?target_session_attrs=read-write", "db1:6000,db2:6001", 5432, "ada", "secret", "chat", "postgres://***@db1:6000,db2:6001/chat")]
    [InlineData("Host=db;Port=6000;Username=ada;Password=secret;Database=chat", "db", 6000, "ada", "secret", "chat", "postgres://***@db:6000/chat")]
    [InlineData("postgres://ada:secret@db/%D1%87%D0%B0%D1%82", "db", 5432, "ada", "secret", "чат", "postgres://***@db:5432/%D1%87%D0%B0%D1%82")]
    public void Every_form_is_read_and_shown_without_its_secrets(string text, string host, int port, string user, string? password, string database, string shown)
    {
        var url = DatabaseUrl.Parse(text);
        Assert.Equal((host, port, user, password, database), (url.Settings.Host, url.Settings.Port, url.Settings.Username, url.Settings.Password, url.Settings.Database));
        Assert.Equal(shown, url.Redacted);
    }

    [Theory]
    [InlineData("mysql://ada:secret@db/chat", "begins with \"mysql://\"")]
    [InlineData("postgres://ada:secret@db:0/chat", "port is no number")]
    [InlineData("postgres://ada:secret@db:99999/chat", "port is no number")]
    [InlineData("postgres://ada:secret%@db/chat", "\"%\" in the password")]
    [InlineData("postgres://ada:secret@[::1/chat", "without its \"]\"")]
    [InlineData("postgres://ada:secret@[db]/chat", "no IPv6 address")]
    [InlineData("postgres://ada:secret@db/chat?sslmode=secret", "value of sslmode")]
    [InlineData("postgres://ada:secret@db/chat?nonsense=secret", "no parameter \"nonsense\"")]
    [InlineData("postgres://ada:secret@db/chat#secret", "%23")]
    [InlineData("postgres://ada:secret@/chat", "names no host")]
    [InlineData("Host=db;Password=secret;Nonsense=secret", "cannot be read")]
    [InlineData("secret", "cannot be read")]
    public void What_is_wrong_is_said_without_showing_a_secret(string text, string because)
    {
        var error = Assert.Throws<FormatException>(() => DatabaseUrl.Parse(text));
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
