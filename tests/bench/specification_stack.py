# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer that the specification describes: FastAPI, SQLAlchemy on SQLite, Passlib, PyJWT. One uvicorn worker."""
import hashlib
import os
import secrets
import shutil
import time
import uuid
from datetime import datetime, timedelta, timezone

import jwt
from fastapi import Depends, FastAPI, File, HTTPException, UploadFile
from fastapi.responses import FileResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from passlib.context import CryptContext
from pydantic import BaseModel
from sqlalchemy import Boolean, Column, DateTime, ForeignKey, String, create_engine
from sqlalchemy.orm import Session, declarative_base, sessionmaker

FOLDER = os.environ["STACK_FOLDER"]
SECRET = os.environ.get("JWT_SECRET", secrets.token_hex(32))
ROUNDS = int(os.environ.get("BCRYPT_ROUNDS", "12"))
ACCESS_SECONDS = 900
REFRESH_SECONDS = 30 * 24 * 3600

engine = create_engine(f"sqlite:///{FOLDER}/dev.db", connect_args={"check_same_thread": False})
make_session = sessionmaker(bind=engine, autoflush=False, autocommit=False)
Base = declarative_base()
passwords = CryptContext(schemes=["bcrypt"], bcrypt__rounds=ROUNDS)
bearer = HTTPBearer()
app = FastAPI()


class User(Base):
    __tablename__ = "users"
    id = Column(String, primary_key=True, default=lambda: str(uuid.uuid4()))
    email = Column(String, unique=True, index=True, nullable=False)
    password_hash = Column(String, nullable=False)
    is_active = Column(Boolean, default=True)
    created_at = Column(DateTime, default=lambda: datetime.now(timezone.utc))


class RefreshToken(Base):
    __tablename__ = "refresh_tokens"
    id = Column(String, primary_key=True)
    user_id = Column(String, ForeignKey("users.id"))
    token_hash = Column(String, index=True)
    revoked = Column(Boolean, default=False)
    expires_at = Column(DateTime)


Base.metadata.create_all(engine)


class Credentials(BaseModel):
    email: str
    password: str


class UserOut(BaseModel):
    id: str
    email: str
    created_at: datetime

    class Config:
        orm_mode = True


def database():
    session = make_session()
    try:
        yield session
    finally:
        session.close()


def token(user_id, kind, seconds):
    now = int(time.time())
    return jwt.encode({"sub": user_id, "type": kind, "iat": now, "exp": now + seconds, "jti": str(uuid.uuid4())}, SECRET,
                      algorithm="HS256")


def current_user(header: HTTPAuthorizationCredentials = Depends(bearer), session: Session = Depends(database)):
    try:
        claims = jwt.decode(header.credentials, SECRET, algorithms=["HS256"])
    except jwt.PyJWTError as error:
        raise HTTPException(401, "Invalid token") from error
    user = session.query(User).filter(User.id == claims["sub"]).first()
    if user is None or not user.is_active or claims["type"] != "access":
        raise HTTPException(401, "Invalid token")
    return user


@app.post("/auth/register", status_code=201, response_model=UserOut)
def register(body: Credentials, session: Session = Depends(database)):
    if session.query(User).filter(User.email == body.email).first():
        raise HTTPException(409, "Email already registered")
    user = User(email=body.email, password_hash=passwords.hash(body.password))
    session.add(user)
    session.commit()
    return user


@app.post("/auth/login")
def login(body: Credentials, session: Session = Depends(database)):
    user = session.query(User).filter(User.email == body.email).first()
    if user is None or not passwords.verify(body.password, user.password_hash):
        raise HTTPException(401, "Invalid credentials")
    refresh = token(user.id, "refresh", REFRESH_SECONDS)
    session.add(RefreshToken(id=str(uuid.uuid4()), user_id=user.id,
                             token_hash=hashlib.sha256(refresh.encode()).hexdigest(),
                             expires_at=datetime.now(timezone.utc) + timedelta(seconds=REFRESH_SECONDS)))
    session.commit()
    return {"access_token": token(user.id, "access", ACCESS_SECONDS), "refresh_token": refresh, "token_type": "bearer",
            "expires_in": ACCESS_SECONDS}


@app.get("/auth/me", response_model=UserOut)
def me(user: User = Depends(current_user)):
    return user


@app.post("/upload")
def upload(file: UploadFile = File(...), user: User = Depends(current_user)):
    key = f"{int(time.time())}-{user.id[:8]}-{uuid.uuid4()}"
    with open(f"{FOLDER}/{key}", "wb") as target:
        shutil.copyfileobj(file.file, target)
    return {"filename": file.filename, "key": key, "url": f"/files/{key}", "status": "uploaded"}


@app.get("/files/{key}")
def download(key: str):
    return FileResponse(f"{FOLDER}/{os.path.basename(key)}")
